import { clientDirective } from "../../engine/client";
import type { ScaffoldConfig } from "../../schema";
import { listOf } from "../base/literals";
import { hasNotes } from "./server";

/** Generated page of the agent and its parts. */
export function agentPage(config: ScaffoldConfig): string {
  const asks = hasNotes(config);
  const suggestions = [
    "What is 18% of 2,450, plus 99.90?",
    "What time is it in Tokyo and in Lisbon?",
    "How much are 1,000 at 5% a year after ten years?",
    ...(asks ? ["Make a note: water the plants on Friday", "What do my notes say?"] : []),
  ];
  const ai = asks
    ? `import { DefaultChatTransport, lastAssistantMessageIsCompleteWithApprovalResponses } from "ai";`
    : `import { DefaultChatTransport } from "ai";`;
  const chat = asks
    ? `  const { messages, sendMessage, status, stop, error, regenerate, addToolApprovalResponse } = useChat({
    transport,
    sendAutomaticallyWhen: lastAssistantMessageIsCompleteWithApprovalResponses,
  });`
    : `  const { messages, sendMessage, status, stop, error, regenerate } = useChat({ transport });`;
  const list = asks
    ? `<AgentMessages
        messages={messages}
        isBusy={status === "submitted" || status === "streaming"}
        onDecide={(id, approved) => void addToolApprovalResponse({ id, approved })}
      />`
    : `<AgentMessages messages={messages} isBusy={status === "submitted" || status === "streaming"} />`;
  return `${clientDirective(config)}import { useChat } from "@ai-sdk/react";
${ai}
import { Conversation } from "@/ai/conversation";
import { AgentMessages } from "./agent-messages";
import type { AgentMessage } from "./tools";

${listOf("const suggestions = ", suggestions, ";")}

const transport = new DefaultChatTransport<AgentMessage>({ api: "/api/agent" });

export function Agent() {
${chat}
  return (
    <Conversation
      title="Agent"
      invitation="What should be done?"
      lead="The agent picks its tools itself and shows every call it makes."
      suggestions={suggestions}
      placeholder="Give the agent a task"
      isEmpty={messages.length === 0}
      status={status}
      error={error}
      onSend={(text) => void sendMessage({ text })}
      onStop={() => void stop()}
      onRetry={() => void regenerate()}
    >
      ${list}
    </Conversation>
  );
}
`;
}

export function agentMessages(config: ScaffoldConfig): string {
  const asks = hasNotes(config);
  const decide = asks ? `\n  onDecide: (approvalId: string, isApproved: boolean) => void;` : "";
  const call = asks
    ? `<ToolCall key={part.toolCallId} part={part} onDecide={onDecide} />`
    : `<ToolCall key={part.toolCallId} part={part} />`;
  return `import { isToolUIPart } from "ai";
import { ToolCall } from "./tool-call";
import type { AgentMessage } from "./tools";

interface AgentMessagesProps {
  messages: AgentMessage[];
  isBusy: boolean;${decide}
}

/** What was asked, each call of a tool, and the answer, in the order they came. */
export function AgentMessages({ messages, isBusy${asks ? ", onDecide" : ""} }: AgentMessagesProps) {
  return (
    <ol role="log" aria-live="polite" className="flex flex-col gap-6">
      {messages.map((message) =>
        message.role === "user" ? (
          <li key={message.id} className="max-w-[85%] self-end rounded-xl bg-sunken px-4 py-2.5 wrap-anywhere">
            <span className="sr-only">You: </span>
            {message.parts.map((part) => (part.type === "text" ? part.text : ""))}
          </li>
        ) : (
          <li key={message.id} className="flex flex-col gap-3">
            {message.parts.map((part, index) => {
              if (isToolUIPart(part)) return ${call};
              if (part.type !== "text" || part.text === "") return null;
              // Parts are only ever added at the end, so the index is a key that stays.
              return (
                <p key={index} className="leading-relaxed wrap-anywhere whitespace-pre-wrap">
                  {part.text}
                </p>
              );
            })}
          </li>
        ),
      )}
      {!isBusy && isCutOff(messages) && (
        <li className="text-sm text-muted">
          The agent stopped at its limit of steps. Write "go on" to let it continue.
        </li>
      )}
    </ol>
  );
}

/** An answer that ends with the result of a tool was cut off by the limit of steps. */
function isCutOff(messages: AgentMessage[]): boolean {
  const last = messages.at(-1)?.parts.at(-1);
  return last !== undefined && isToolUIPart(last) && last.state === "output-available";
}
`;
}

export function toolCall(config: ScaffoldConfig): string {
  const asks = hasNotes(config);
  const directive = clientDirective(config);
  return `${directive}import { type DynamicToolUIPart, getToolName, type ToolUIPart } from "ai";
${asks ? `import { Button } from "@/components/button";\n` : ""}
interface ToolCallProps {
  part: ToolUIPart | DynamicToolUIPart;${asks ? "\n  onDecide: (approvalId: string, isApproved: boolean) => void;" : ""}
}

const labels: Record<string, string> = {
  calculate: "Calculator",
  currentTime: "Clock",${asks ? '\n  listNotes: "Read the notes",\n  addNote: "Write a note",' : ""}
};

const states: Record<ToolUIPart["state"], string> = {
  "input-streaming": "Preparing",
  "input-available": "Running",
  "approval-requested": "Waits for you",
  "approval-responded": "Running",
  "output-available": "Done",
  "output-error": "Failed",
  "output-denied": "Not allowed",
};

/** One call of a tool, with what went in and what came out. */
export function ToolCall({ part${asks ? ", onDecide" : ""} }: ToolCallProps) {
  const name = getToolName(part);
  const output = part.state === "output-error" ? part.errorText : part.output;
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface text-sm">
      <details className="group" open={part.state === "approval-requested" || undefined}>
        <summary className="flex min-h-11 cursor-pointer items-center gap-2 px-4 py-2 sm:min-h-9">
          <span aria-hidden className="text-muted transition-transform duration-150 group-open:rotate-90">
            ›
          </span>
          <span className="font-medium">{labels[name] ?? name}</span>
          <span className="ml-auto text-xs text-muted">{states[part.state]}</span>
        </summary>
        <dl className="flex flex-col gap-2 border-t border-line px-4 py-3">
          <Value label="Input" value={part.input} />
          {output !== undefined && <Value label="Output" value={output} />}
        </dl>
      </details>${asks ? approvalButtons : ""}
    </div>
  );
}

function Value({ label, value }: { label: string; value: unknown }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd>
        <pre className="mt-1 overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs">
          {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
        </pre>
      </dd>
    </div>
  );
}
`;
}

const approvalButtons = `
      {part.state === "approval-requested" && (
        <div className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-3">
          <p className="mr-auto">May the agent do this?</p>
          <Button tone="secondary" onClick={() => onDecide(part.approval.id, false)}>
            Do not allow
          </Button>
          <Button onClick={() => onDecide(part.approval.id, true)}>Allow</Button>
        </div>
      )}`;
