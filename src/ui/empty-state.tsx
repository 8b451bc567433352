import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** What this list is for. */
  children: ReactNode;
  /** The button that fills it. */
  action?: ReactNode;
}

/** An empty list: what it is for and the button that fills it. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-lg border border-dashed border-border px-6 py-14 text-center">
      <div className="flex size-10 items-center justify-center rounded-lg border border-border bg-surface text-muted">
        <Icon aria-hidden className="size-5" />
      </div>
      <div className="max-w-md">
        <h2 className="text-base font-medium">{title}</h2>
        <p className="mt-1 text-sm text-pretty text-muted">{children}</p>
      </div>
      {action ? <div className="mt-1 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
