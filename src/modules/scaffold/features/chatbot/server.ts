import { costGuards } from "../../engine/access";
import { importLines } from "../../engine/imports";
import type { ScaffoldConfig } from "../../schema";

/** Generated endpoint of the chat. */
export function chatHttp(config: ScaffoldConfig): string {
  const guards = costGuards(config, "chat", "chat");
  const imports = importLines([
    ...guards.imports,
    { name: "describeModelError", from: "@/ai/errors" },
    { name: "readMessages", from: "@/ai/messages" },
    { name: "aiModel", from: "@/ai/model" },
    { name: "missingFor", from: "@/env" },
    { name: "refuse", from: "@/http" },
  ]);
  return `import { convertToModelMessages, createUIMessageStreamResponse, streamText, toUIMessageStream } from "ai";
${imports}
/** Takes {"messages": [...]} as useChat sends them, and streams the answer. */
export async function answerChat(request: Request): Promise<Response> {
  const missing = missingFor("Chat");
  if (missing.length > 0) return refuse(503, "Chat is off: " + missing.join(" and ") + " must be set.");
${guards.code}  const messages = await readMessages(request);
  if (messages === undefined) return refuse(400, "Send the messages of a chat, at most 200,000 characters.");
  const result = streamText({
    model: aiModel(),
    instructions: "You are a helpful assistant. Answer briefly and in plain text.",
    messages: await convertToModelMessages(messages),
    abortSignal: request.signal,
    maxRetries: 1,
    // Reported below, once, in words for people.
    onError: () => undefined,
  });
  const stream = toUIMessageStream({ stream: result.stream, onError: describeModelError });
  return createUIMessageStreamResponse({ stream });
}
`;
}
