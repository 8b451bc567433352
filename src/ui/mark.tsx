import { cn } from "./cn";

/** Berth's mark: a hull lying at a quay, seen from above. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn("size-6", className)}>
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path d="M8.5 5.5v21" strokeWidth="3" strokeLinecap="round" className="stroke-accent-foreground" />
      <path
        d="M19.4 5.4c4 3.6 6.1 8.2 6.1 13v5.8a2.3 2.3 0 0 1-2.3 2.3h-7.6a2.3 2.3 0 0 1-2.3-2.3v-5.8c0-4.8 2.1-9.4 6.1-13z"
        className="fill-accent-foreground"
      />
      <path d="M16.6 22.6v-3.9c0-1.9.9-3.8 2.8-5.9 1.9 2.1 2.8 4 2.8 5.9v3.9z" className="fill-accent" />
    </svg>
  );
}
