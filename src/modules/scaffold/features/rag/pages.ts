import { clientDirective } from "../../engine/client";
import type { ScaffoldConfig } from "../../schema";

/** Generated page of the answers and its parts. */
export function askPage(config: ScaffoldConfig): string {
  return `${clientDirective(config)}import { useChat } from "@ai-sdk/react";
import { DefaultChatTransport } from "ai";
import { Conversation } from "@/ai/conversation";
import type { AnswerMessage } from "./answer";
import { AnswerView, textOf } from "./answer-view";

const suggestions = [
  "How do I start this app?",
  "How are answers found in the documents?",
  "Which variables must be set?",
];

/** Each question stands for itself: the server looks for passages that fit it alone. */
const transport = new DefaultChatTransport<AnswerMessage>({
  api: "/api/answer",
  prepareSendMessagesRequest: ({ messages }) => ({ body: { question: messages.slice(-1).map(textOf).join("") } }),
});

export function Ask() {
  const { messages, sendMessage, status, stop, error, regenerate } = useChat({ transport });
  return (
    <Conversation
      title="Ask the documents"
      invitation="What would you like to find out?"
      lead="Answers come from the files in documents/ and name the passages they rest on."
      suggestions={suggestions}
      placeholder="Ask a question"
      isEmpty={messages.length === 0}
      status={status}
      error={error}
      onSend={(text) => void sendMessage({ text })}
      onStop={() => void stop()}
      onRetry={() => void regenerate()}
    >
      <ol role="log" aria-live="polite" className="flex flex-col gap-6">
        {messages.map((message) =>
          message.role === "user" ? (
            <li key={message.id} className="max-w-[85%] self-end rounded-xl bg-sunken px-4 py-2.5 wrap-anywhere">
              <span className="sr-only">You: </span>
              {textOf(message)}
            </li>
          ) : (
            <li key={message.id}>
              <AnswerView answer={message} />
            </li>
          ),
        )}
      </ol>
    </Conversation>
  );
}
`;
}

export const answerView = `import { Fragment } from "react";
import type { AnswerMessage } from "./answer";
import { PassageList, passageId } from "./passage-list";

/** The text of a message, without its other parts. */
export function textOf({ parts }: AnswerMessage): string {
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}

/** An answer whose numbers lead to the passages below it. */
export function AnswerView({ answer }: { answer: AnswerMessage }) {
  const passages = answer.parts.flatMap((part) => (part.type === "data-passages" ? part.data : []));
  return (
    <div className="flex flex-col gap-5">
      <p className="leading-relaxed wrap-anywhere whitespace-pre-wrap">
        <span className="sr-only">Answer: </span>
        {piecesOf(textOf(answer)).map(({ start, text, number }) => (
          <Fragment key={start}>
            {number === undefined || number > passages.length ? (
              text
            ) : (
              <a
                href={"#" + passageId(answer.id, number)}
                aria-label={"Passage " + number}
                className="rounded px-0.5 font-mono text-[0.8em] text-accent hover:underline"
              >
                {text}
              </a>
            )}
          </Fragment>
        ))}
      </p>
      {passages.length > 0 && <PassageList answerId={answer.id} passages={passages} />}
    </div>
  );
}

interface Piece {
  /** Where it begins in the answer. */
  start: number;
  text: string;
  /** The passage it cites. */
  number?: number;
}

/** Cuts an answer around its citations: "Yes [2]." is "Yes ", "[2]" and ".". */
function piecesOf(text: string): Piece[] {
  let start = 0;
  return text.split(/(\\[\\d+\\])/).map((piece) => {
    const number = /^\\[(\\d+)\\]$/.exec(piece)?.[1];
    const cut = { start, text: piece, number: number === undefined ? undefined : Number(number) };
    start += piece.length;
    return cut;
  });
}
`;

export const passageList = `import type { Passage } from "./passages";

/** The anchor of a passage, counted from 1 as the answer counts. */
export function passageId(answerId: string, number: number): string {
  return answerId + "-passage-" + number;
}

/** The passages an answer rests on. Each is cut to a few lines until someone goes to it. */
export function PassageList({ answerId, passages }: { answerId: string; passages: Passage[] }) {
  return (
    <section aria-label="Passages">
      <h2 className="text-xs text-muted">Found in the documents</h2>
      <ol className="mt-2 divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {passages.map(({ file, heading, text }, index) => {
          const id = passageId(answerId, index + 1);
          return (
            <li key={id} id={id} className="group scroll-my-28 px-4 py-3 target:bg-sunken">
              <a href={"#" + id} className="flex flex-wrap items-baseline gap-x-2 text-sm hover:underline">
                <span className="font-mono text-xs text-accent">[{index + 1}]</span>
                <span className="font-medium">{heading}</span>
                <span className="ml-auto font-mono text-xs text-muted">{file}</span>
              </a>
              <p className="mt-1 line-clamp-2 text-sm whitespace-pre-wrap text-muted wrap-anywhere group-target:line-clamp-none">
                {text}
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
`;
