import type { ReactNode } from "react";
import { cn } from "./cn";

interface CardProps {
  children: ReactNode;
  className?: string;
}

/** A surface with a hairline border. */
export function Card({ children, className }: CardProps) {
  return <div className={cn("rounded-lg border border-border bg-surface", className)}>{children}</div>;
}

interface SectionProps extends CardProps {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** Id of the heading, for a link to this section. */
  id?: string;
}

/** A card with a heading, its one line of explanation and its actions. */
export function Section({ title, description, actions, children, className, id }: SectionProps) {
  return (
    <section aria-labelledby={id} className={cn("rounded-lg border border-border bg-surface", className)}>
      <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-separator px-4 py-2.5">
        <div className="min-w-0">
          <h2 id={id} className="text-sm font-medium">
            {title}
          </h2>
          {description ? <p className="text-xs text-muted">{description}</p> : null}
        </div>
        {actions ? <div className="flex items-center gap-2">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}
