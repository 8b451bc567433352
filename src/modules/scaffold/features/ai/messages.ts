/** Generated `src/ai/messages.ts`: the messages of a conversation as the browser sends them, checked. */
export const messagesModule = `import { safeValidateUIMessages, type ToolSet, type UIMessage } from "ai";
import { readJson } from "@/http";

const maxRequestCharacters = 200_000;

/** The messages of a request, or undefined when they are missing, malformed or too long. */
export async function readMessages(request: Request, tools?: ToolSet): Promise<UIMessage[] | undefined> {
  const body = await readJson(request, maxRequestCharacters);
  if (typeof body !== "object" || body === null || !("messages" in body)) return undefined;
  const parsed = await safeValidateUIMessages({ messages: body.messages, tools });
  return parsed.success && parsed.data.every(isConversation) ? parsed.data : undefined;
}

/** A system message would give the model orders; a file would make this server fetch its address. */
function isConversation({ role, parts }: UIMessage): boolean {
  return role !== "system" && parts.every(({ type }) => type !== "file");
}
`;
