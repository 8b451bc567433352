/** Generated client code that the chat, the answers and the agent share. */
export const conversation = `import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/components/button";
import { Composer } from "./composer";
import { ErrorNotice } from "./error-notice";

interface ConversationProps {
  title: string;
  /** What stands there before the first message. */
  invitation: string;
  lead?: string;
  suggestions: readonly string[];
  placeholder: string;
  isEmpty: boolean;
  status: "submitted" | "streaming" | "ready" | "error";
  error?: Error;
  onSend: (text: string) => void;
  onStop: () => void;
  onRetry: () => void;
  children: ReactNode;
}

/** The frame of a conversation: messages that stay in view while they grow, errors, and the box to write in. */
export function Conversation(props: ConversationProps) {
  const { title, invitation, lead, suggestions, placeholder, isEmpty, status, error, onSend, onStop, onRetry } = props;
  const end = useRef<HTMLDivElement>(null);
  const isBusy = status === "submitted" || status === "streaming";
  // After every render: while an answer streams in, each one is a bit longer.
  useEffect(() => {
    if (!isEmpty && isNearBottom()) end.current?.scrollIntoView({ block: "end" });
  });
  return (
    <main className="mx-auto flex w-full max-w-2xl grow flex-col px-5">
      <h1 className="sr-only">{title}</h1>
      <div className="flex grow flex-col gap-6 py-8">
        {isEmpty ? (
          <div className="my-auto flex flex-col gap-5">
            <div>
              <p className="text-2xl font-semibold tracking-tight text-balance">{invitation}</p>
              {lead !== undefined && <p className="mt-2 text-muted text-pretty">{lead}</p>}
            </div>
            <ul className="flex flex-col items-start gap-2">
              {suggestions.map((text) => (
                <li key={text}>
                  <Button
                    tone="secondary"
                    className="h-auto! min-h-11 py-2 text-left sm:min-h-9"
                    onClick={() => onSend(text)}
                  >
                    {text}
                  </Button>
                </li>
              ))}
            </ul>
          </div>
        ) : (
          props.children
        )}
        {status === "submitted" && <p className="animate-pulse text-sm text-muted">Thinking…</p>}
        {error !== undefined && <ErrorNotice error={error} onRetry={onRetry} />}
        <div ref={end} className="scroll-mb-40" />
      </div>
      <Composer placeholder={placeholder} isBusy={isBusy} onSend={onSend} onStop={onStop} />
    </main>
  );
}

/** Someone who scrolled up to read is left where they are. */
function isNearBottom(): boolean {
  const { scrollHeight, clientHeight, scrollTop } = document.documentElement;
  return scrollHeight - clientHeight - scrollTop < 320;
}
`;

export const errorNotice = `import { z } from "zod";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";

const Refusal = z.object({ error: z.object({ message: z.string() }) });

/** An error of the conversation in words, and the way to go on. */
export function ErrorNotice({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <Notice tone="error" title={messageOf(error)}>
      <Button tone="secondary" className="mt-2" onClick={onRetry}>
        Try again
      </Button>
    </Notice>
  );
}

/** useChat hands over the body of a refused request as the message. */
function messageOf({ message, name }: Error): string {
  if (name === "TypeError") return "The server cannot be reached. Check the connection, then try again.";
  try {
    return Refusal.parse(JSON.parse(message)).error.message;
  } catch {
    return message;
  }
}
`;

export const composer = `import { type FormEvent, type KeyboardEvent, useState } from "react";
import { Button } from "@/components/button";

interface ComposerProps {
  placeholder: string;
  isBusy: boolean;
  onSend: (text: string) => void;
  onStop: () => void;
}

/** Enter sends, Shift+Enter starts a new line. */
export function Composer({ placeholder, isBusy, onSend, onStop }: ComposerProps) {
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
          aria-label={placeholder}
          rows={1}
          maxLength={8000}
          value={text}
          placeholder={placeholder}
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
