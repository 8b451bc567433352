import type { ReactNode } from "react";

/** The heading of a step and its one line. */
export function StepHeading({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mb-5">
      <h2 className="text-base font-semibold">{title}</h2>
      <p className="mt-0.5 text-sm text-pretty text-muted">{children}</p>
    </div>
  );
}
