import { clientDirective } from "../../engine/client";
import type { ScaffoldConfig } from "../../schema";

/** Generated page of the chat. */
export function chatPage(config: ScaffoldConfig): string {
  return `${clientDirective(config)}import { useChat } from "@ai-sdk/react";
import { Conversation } from "@/ai/conversation";
import { MessageList } from "./message-list";

const suggestions = [
  "Explain streaming responses in three sentences",
  "Draft a friendly release note",
  "Name five uses for a text model",
];

export function Chat() {
  const { messages, sendMessage, status, stop, error, regenerate } = useChat();
  return (
    <Conversation
      title="Chat"
      invitation="What would you like to know?"
      suggestions={suggestions}
      placeholder="Write a message"
      isEmpty={messages.length === 0}
      status={status}
      error={error}
      onSend={(text) => void sendMessage({ text })}
      onStop={() => void stop()}
      onRetry={() => void regenerate()}
    >
      <MessageList messages={messages} />
    </Conversation>
  );
}
`;
}

export const messageList = `import type { UIMessage } from "ai";

export function MessageList({ messages }: { messages: UIMessage[] }) {
  return (
    <ol role="log" aria-live="polite" className="flex flex-col gap-6">
      {messages.map((message) => (
        <li
          key={message.id}
          className={message.role === "user" ? "max-w-[85%] self-end rounded-xl bg-sunken px-4 py-2.5" : ""}
        >
          <span className="sr-only">{message.role === "user" ? "You: " : "Answer: "}</span>
          <p className="leading-relaxed wrap-anywhere whitespace-pre-wrap">{textOf(message)}</p>
        </li>
      ))}
    </ol>
  );
}

function textOf({ parts }: UIMessage): string {
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}
`;
