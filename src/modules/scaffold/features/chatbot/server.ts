import type { AiProvider, ScaffoldConfig } from "../../schema";

/** Generated server code of the chat: the model, the streaming route, and errors in words. */
export function modelModule({ aiProvider }: ScaffoldConfig): string {
  return models[aiProvider];
}

const models: Record<AiProvider, string> = {
  anthropic: `import { createAnthropic } from "@ai-sdk/anthropic";
import type { LanguageModel } from "ai";
import { readVariable, requireVariable } from "@/env";

/** The model that answers; another one is a matter of ANTHROPIC_MODEL. */
export function chatModel(): LanguageModel {
  const anthropic = createAnthropic({
    apiKey: requireVariable("ANTHROPIC_API_KEY"),
    baseURL: readVariable("ANTHROPIC_BASE_URL"),
  });
  return anthropic(readVariable("ANTHROPIC_MODEL") ?? "claude-sonnet-5-5");
}
`,
  openai: `import { createOpenAI } from "@ai-sdk/openai";
import type { LanguageModel } from "ai";
import { readVariable, requireVariable } from "@/env";

/** The model that answers; another one is a matter of OPENAI_MODEL. */
export function chatModel(): LanguageModel {
  const openai = createOpenAI({
    apiKey: requireVariable("OPENAI_API_KEY"),
    baseURL: readVariable("OPENAI_BASE_URL"),
  });
  return openai(readVariable("OPENAI_MODEL") ?? "gpt-5.4-mini");
}
`,
  "openai-compatible": `import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModel } from "ai";
import { readVariable, requireVariable } from "@/env";

/** The model that answers, on whatever server speaks the OpenAI protocol. */
export function chatModel(): LanguageModel {
  const provider = createOpenAICompatible({
    name: "openai-compatible",
    baseURL: requireVariable("OPENAI_COMPATIBLE_BASE_URL"),
    apiKey: readVariable("OPENAI_COMPATIBLE_API_KEY"),
  });
  return provider(requireVariable("OPENAI_COMPATIBLE_MODEL"));
}
`,
};

export function chatRoute({ auth }: ScaffoldConfig): string {
  const guarded = auth !== "none";
  const guard = guarded
    ? `  // Each answer costs money or a machine's time, so strangers get none.
  if ((await currentUser()) === undefined) return refuse(401, "Sign in to chat.");
`
    : "";
  return `import {
  convertToModelMessages,
  createUIMessageStreamResponse,
  safeValidateUIMessages,
  streamText,
  toUIMessageStream,
} from "ai";
${guarded ? `import { currentUser } from "@/auth/session";\n` : ""}import { describeChatError } from "@/chat/errors";
import { chatModel } from "@/chat/model";
import { missingFor } from "@/env";

export const maxDuration = 60;

const maxRequestCharacters = 200_000;

export async function POST(request: Request): Promise<Response> {
${guard}  const missing = missingFor("Chat");
  if (missing.length > 0)
    return refuse(503, "Chat is off: " + missing.join(", ") + (missing.length === 1 ? " is" : " are") + " not set.");
  const text = await request.text();
  if (text.length > maxRequestCharacters) return refuse(413, "This conversation is too long. Start a new one.");
  const parsed = await safeValidateUIMessages({ messages: messagesOf(text) });
  if (!parsed.success) return refuse(400, "messages: expected the messages of a chat.");
  const result = streamText({
    model: chatModel(),
    instructions: "You are a helpful assistant. Answer briefly and in plain text.",
    messages: await convertToModelMessages(parsed.data),
    abortSignal: request.signal,
    maxRetries: 1,
    // Reported below, once, in words for people.
    onError: () => undefined,
  });
  const stream = toUIMessageStream({ stream: result.stream, onError: describeChatError });
  return createUIMessageStreamResponse({ stream });
}

function messagesOf(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null && "messages" in body ? body.messages : undefined;
  } catch {
    return undefined;
  }
}

/** Plain text, because the chat shows it as it is. */
function refuse(status: number, message: string): Response {
  return new Response(message, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
}
`;
}

export function errorsModule({ aiProvider }: ScaffoldConfig): string {
  const { key, model, address } = names[aiProvider];
  return `import { APICallError, RetryError } from "ai";

/** What went wrong with the model, in a sentence for the person in the chat; the whole error goes to the log. */
export function describeChatError(error: unknown): string {
  console.error("The model did not answer:", error);
  const cause = RetryError.isInstance(error) ? error.lastError : error;
  if (!APICallError.isInstance(cause)) return "The answer broke off. Try again; the server log has the reason.";
  switch (cause.statusCode) {
    case undefined:
      return "The model server cannot be reached. Check ${address} and the network of this machine.";
    case 401:
    case 403:
      return "The model server refused the key. Check ${key}.";
    case 404:
      return "The model server does not know this model or address. Check ${model} and ${address}.";
    case 429:
      return "The model server is at its limit for this key. Wait a minute, then try again.";
    default:
      return (
        "The model server answered with status " + cause.statusCode + ". Try again; the server log has the reason."
      );
  }
}
`;
}

const names: Record<AiProvider, { key: string; model: string; address: string }> = {
  anthropic: { key: "ANTHROPIC_API_KEY", model: "ANTHROPIC_MODEL", address: "ANTHROPIC_BASE_URL" },
  openai: { key: "OPENAI_API_KEY", model: "OPENAI_MODEL", address: "OPENAI_BASE_URL" },
  "openai-compatible": {
    key: "OPENAI_COMPATIBLE_API_KEY",
    model: "OPENAI_COMPATIBLE_MODEL",
    address: "OPENAI_COMPATIBLE_BASE_URL",
  },
};
