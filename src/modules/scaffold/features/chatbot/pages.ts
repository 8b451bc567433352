import type { ScaffoldConfig } from "../../schema";

/** Generated page and components of the chat. */
export function chatPage({ auth }: ScaffoldConfig): string {
  const guarded = auth !== "none";
  const imports = [
    `import type { Metadata } from "next";`,
    guarded ? `import { redirect } from "next/navigation";` : `import { connection } from "next/server";`,
    guarded && `import { currentUser } from "@/auth/session";`,
    `import { Chat } from "@/chat/chat";`,
    `import { Notice } from "@/components/notice";`,
    `import { PageShell } from "@/components/page-shell";`,
    `import { missingFor } from "@/env";`,
  ].filter((line) => line !== false);
  const gate = guarded
    ? `  if (missingFor("Sign-in").length === 0 && (await currentUser()) === undefined) redirect("/sign-in?callbackUrl=/chat");
  const missing = [...missingFor("Sign-in"), ...missingFor("Chat")];`
    : `  await connection();
  const missing = missingFor("Chat");`;
  return `${imports.join("\n")}

export const metadata: Metadata = { title: "Chat" };

export default async function ChatPage() {
${gate}
  if (missing.length === 0) return <Chat />;
  return (
    <PageShell title="Chat" lead="Answers stream in as the model writes them.">
      <Notice tone="warning" title="Chat is off">
        Set{" "}
        {missing.map((name) => (
          <code key={name} className="mr-1">
            {name}
          </code>
        ))}{" "}
        in <code>.env.local</code> and start again.
      </Notice>
    </PageShell>
  );
}
`;
}

export const chatComponent = `"use client";

import { useChat } from "@ai-sdk/react";
import { useEffect, useRef } from "react";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { Composer } from "./composer";
import { MessageList } from "./message-list";

const suggestions = [
  "Explain server components in three sentences",
  "Draft a friendly release note",
  "Name five uses for a text model",
];

export function Chat() {
  const { messages, sendMessage, status, stop, error, regenerate } = useChat();
  const end = useRef<HTMLDivElement>(null);
  const isBusy = status === "submitted" || status === "streaming";
  useEffect(() => {
    if (isNearBottom()) end.current?.scrollIntoView({ block: "end" });
  }, [messages, status]);
  const send = (text: string) => void sendMessage({ text });
  return (
    <main className="mx-auto flex w-full max-w-2xl grow flex-col px-5">
      <h1 className="sr-only">Chat</h1>
      <div className="flex grow flex-col gap-6 py-8">
        {messages.length === 0 ? (
          <div className="my-auto flex flex-col gap-5">
            <p className="text-2xl font-semibold tracking-tight text-balance">What would you like to know?</p>
            <ul className="flex flex-col items-start gap-2">
              {suggestions.map((text) => (
                <li key={text}>
                  <Button
                    tone="secondary"
                    className="h-auto! min-h-11 py-2 text-left sm:min-h-9"
                    onClick={() => send(text)}
                  >
                    {text}
                  </Button>
                </li>
              ))}
            </ul>
          </div>
        ) : (
          <MessageList messages={messages} isWaiting={status === "submitted"} />
        )}
        {error !== undefined && (
          <Notice tone="error" title={error.message}>
            <Button tone="secondary" className="mt-2" onClick={() => void regenerate()}>
              Try again
            </Button>
          </Notice>
        )}
        <div ref={end} className="scroll-mb-40" />
      </div>
      <Composer isBusy={isBusy} onSend={send} onStop={() => void stop()} />
    </main>
  );
}

/** Someone who scrolled up to read is left where they are. */
function isNearBottom(): boolean {
  const { scrollHeight, clientHeight, scrollTop } = document.documentElement;
  return scrollHeight - clientHeight - scrollTop < 240;
}
`;

export const messageList = `import type { UIMessage } from "ai";

export function MessageList({ messages, isWaiting }: { messages: UIMessage[]; isWaiting: boolean }) {
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
      {isWaiting && <li className="animate-pulse text-sm text-muted">Thinking…</li>}
    </ol>
  );
}

function textOf({ parts }: UIMessage): string {
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}
`;

export const composer = `"use client";

import { type FormEvent, type KeyboardEvent, useState } from "react";
import { Button } from "@/components/button";

interface ComposerProps {
  isBusy: boolean;
  onSend: (text: string) => void;
  onStop: () => void;
}

/** Enter sends, Shift+Enter starts a new line. */
export function Composer({ isBusy, onSend, onStop }: ComposerProps) {
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy || text.trim() === "") return;
    onSend(text.trim());
    setText("");
  };
  const sendOnEnter = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  return (
    <form onSubmit={submit} className="sticky bottom-0 bg-canvas pb-5">
      <div className="flex items-end gap-2 rounded-xl border border-control bg-surface p-2 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent">
        <textarea
          aria-label="Message"
          rows={1}
          value={text}
          placeholder="Write a message"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={sendOnEnter}
          className="field-sizing-content max-h-48 min-h-11 grow resize-none bg-transparent px-2 py-2.5 text-base outline-none placeholder:text-muted sm:min-h-9 sm:py-2 sm:text-sm"
        />
        {isBusy ? (
          <Button tone="secondary" onClick={onStop}>
            Stop
          </Button>
        ) : (
          <Button type="submit" disabled={text.trim() === ""}>
            Send
          </Button>
        )}
      </div>
    </form>
  );
}
`;
