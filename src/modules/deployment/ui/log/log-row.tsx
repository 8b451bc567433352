import { OctagonX, TriangleAlert } from "lucide-react";
import { memo } from "react";
import { cn } from "@/ui/cn";
import { ansiSpans, markFound } from "./ansi";
import type { LogLine } from "./log-lines";

interface LogRowProps {
  line: LogLine;
  query: string;
  isCurrentMatch: boolean;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** One line of the log: when, how serious in a word, and the text in its own colours. */
export const LogRow = memo(function LogRow({ line, query, isCurrentMatch }: LogRowProps) {
  const time = clock.format(new Date(line.at));
  if (line.kind === "step") {
    return (
      <div className="flex items-center gap-3 px-4 pt-3 pb-1 text-xs font-medium">
        <span>{line.text}</span>
        <span aria-hidden className="h-px flex-1 bg-separator" />
        <span className="text-faint">{time}</span>
      </div>
    );
  }
  // The faint grey is not readable on a coloured ground.
  const isTinted = isCurrentMatch || line.level !== "info";
  return (
    <div
      className={cn(
        "flex gap-2 border-l-2 px-4 leading-5 column:gap-3",
        line.level === "error" && "border-danger bg-danger/7",
        line.level === "warn" && "border-warning bg-warning/7",
        line.level === "info" && "border-transparent",
        isCurrentMatch && "bg-accent/15",
      )}
    >
      <span className={cn("hidden shrink-0 select-none column:inline", isTinted ? "text-muted" : "text-faint")}>
        {time}
      </span>
      <Level level={line.level} />
      <span className={cn("min-w-0 flex-1 whitespace-pre-wrap wrap-anywhere", line.kind === "note" && "text-muted")}>
        <LineText text={line.text} query={query} />
      </span>
    </div>
  );
});

/** Keeps its width on every line, so that the columns of the output stay in place. */
function Level({ level }: { level: LogLine["level"] }) {
  if (level === "info") return <span className="w-3.5 shrink-0" />;
  const Icon = level === "error" ? OctagonX : TriangleAlert;
  return (
    <span className={cn("w-3.5 shrink-0 pt-0.75", level === "error" ? "text-danger-text" : "text-warning-text")}>
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{level === "error" ? "Error:" : "Warning:"}</span>
    </span>
  );
}

function LineText({ text, query }: { text: string; query: string }) {
  return markFound(ansiSpans(text), query).map((part, index) => {
    const key = `${index}-${part.text}`;
    return part.isFound ? (
      <mark key={key} className="rounded-xs bg-warning text-warning-foreground">
        {part.text}
      </mark>
    ) : (
      <span key={key} className={part.className} style={part.style}>
        {part.text}
      </span>
    );
  });
}
