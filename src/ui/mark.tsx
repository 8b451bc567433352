import { cn } from "./cn";

/** Berth's mark: a hull lying at a quay. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn("size-6", className)}>
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path
        d="M7 6.5v18.5h18.5"
        fill="none"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        className="stroke-accent-foreground"
      />
      <path
        d="M11.5 12h15.2a.6.6 0 0 1 .56.82l-2.5 6.4a3 3 0 0 1-2.8 1.9H13.5a2 2 0 0 1-2-2z"
        className="fill-accent-foreground"
      />
    </svg>
  );
}
