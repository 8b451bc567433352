"use client";
import { usePasted } from "./command-name";
import { CopyButton } from "./copy-button";

/** A command that runs exactly as shown, with a button that copies it. */
export function CommandLine({ command, label = "Command" }: { command: string; label?: string }) {
  const pasted = usePasted(command);
  return (
    <div className="flex min-w-0 items-center rounded-lg border border-border bg-code pr-0.5 pl-3">
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
        tabIndex={0}
        className="min-w-0 flex-1 overflow-x-auto py-1.5 font-mono text-xs whitespace-nowrap [scrollbar-width:none]"
      >
        <span aria-hidden className="mr-2 text-faint select-none">
          $
        </span>
        {pasted}
      </section>
      <CopyButton text={pasted} what="command" />
    </div>
  );
}
