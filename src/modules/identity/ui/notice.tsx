import { CircleAlert, CircleCheck, type LucideIcon, TimerReset } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/ui/cn";

const kinds: Record<"problem" | "wait" | "done", { icon: LucideIcon; frame: string; mark: string }> = {
  problem: { icon: CircleAlert, frame: "border-danger/40 bg-danger/5", mark: "text-danger-text" },
  wait: { icon: TimerReset, frame: "border-warning/45 bg-warning/8", mark: "text-warning-text" },
  done: { icon: CircleCheck, frame: "border-success/35 bg-success/5", mark: "text-success-text" },
};

interface NoticeProps {
  kind: keyof typeof kinds;
  title: string;
  children?: ReactNode;
}

/** What came of the last attempt, told by icon, words and colour. */
export function Notice({ kind, title, children }: NoticeProps) {
  const { icon: Icon, frame, mark } = kinds[kind];
  return (
    <div role={kind === "done" ? "status" : "alert"} className={cn("flex gap-2.5 rounded-lg border p-3", frame)}>
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", mark)} />
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        {children ? <div className="text-pretty text-muted">{children}</div> : null}
      </div>
    </div>
  );
}
