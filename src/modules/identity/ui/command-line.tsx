import { CopyButton } from "@/ui/copy-button";

/** A command to run in a terminal, with the button that copies it. */
export function CommandLine({ command }: { command: string }) {
  return (
    <div className="flex items-center gap-2 rounded-lg border border-border bg-code py-1 pr-1 pl-3">
      <code className="min-w-0 flex-1 overflow-x-auto whitespace-nowrap text-xs">
        <span aria-hidden className="mr-2 text-faint select-none">
          $
        </span>
        {command}
      </code>
      <CopyButton text={command} what="command" />
    </div>
  );
}
