import { CircleAlert, TriangleAlert } from "lucide-react";
import { cn } from "@/ui/cn";
import type { Finding } from "../drafts/draft-checks";

/** What is wrong with a value and what to do. */
export function FindingLine({ finding, className }: { finding: Finding; className?: string }) {
  const isWarning = finding.level === "warns";
  const Icon = isWarning ? TriangleAlert : CircleAlert;
  return (
    <p
      className={cn(
        "flex items-start gap-1.5 text-xs wrap-anywhere",
        isWarning ? "text-warning-text" : "text-danger-text",
        className,
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span>{finding.message}</span>
    </p>
  );
}
