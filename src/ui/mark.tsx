import { cn } from "./cn";

/** Berth's mark: a hull lying at a quay. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn("size-6", className)}>
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path d="M6 7.5v17h2.75v-17z" className="fill-accent-foreground" />
      <path d="M11.5 15h15l-3.2 7.1a4 4 0 0 1-3.65 2.4H11.5z" className="fill-accent-foreground" />
      <path d="M16.2 7.5h2.6v5h-2.6z" className="fill-accent-foreground" />
    </svg>
  );
}
