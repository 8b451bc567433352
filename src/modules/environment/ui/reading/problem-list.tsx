import { CircleAlert, TriangleAlert } from "lucide-react";
import type { Problem } from "../../formats/entries";

const most = 50;

interface ProblemListProps {
  problems: readonly Problem[];
  onJump(problem: Problem): void;
}

/** What is wrong with a text, each with a way to its place. */
export function ProblemList({ problems, onJump }: ProblemListProps) {
  if (problems.length === 0) return null;
  return (
    <ul aria-label="Findings" className="max-h-40 overflow-y-auto rounded-md border border-border">
      {problems.slice(0, most).map((problem) => (
        <li
          key={`${problem.line}:${problem.column}:${problem.message}`}
          className="flex border-b border-separator last:border-0"
        >
          <ProblemLine problem={problem} onJump={onJump} />
        </li>
      ))}
      {problems.length > most ? (
        <li className="px-2.5 py-1.5 text-muted">and {(problems.length - most).toLocaleString("en")} more</li>
      ) : null}
    </ul>
  );
}

function ProblemLine({ problem, onJump }: { problem: Problem; onJump(problem: Problem): void }) {
  const { line, column, level, message } = problem;
  const Icon = level === "error" ? CircleAlert : TriangleAlert;
  return (
    <button
      type="button"
      title="Go to this place in the text"
      onClick={() => onJump(problem)}
      className="group flex min-h-8 w-full items-start gap-2 px-2.5 py-1.5 text-left -outline-offset-2 hover:bg-surface-secondary pointer-coarse:min-h-11"
    >
      <Icon
        aria-hidden
        className={
          level === "error" ? "mt-0.5 size-3.5 shrink-0 text-danger-text" : "mt-0.5 size-3.5 shrink-0 text-warning-text"
        }
      />
      <span className="min-w-0 wrap-anywhere">
        <span className="text-accent-text tabular-nums underline-offset-2 group-hover:underline">
          Line {line}, column {column}
        </span>
        <span className="sr-only">{level === "error" ? ", not read" : ", read"}</span>: {message}
      </span>
    </button>
  );
}
