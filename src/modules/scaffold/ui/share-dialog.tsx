"use client";
import { Info } from "lucide-react";
import { usePasted } from "@/ui/command-name";
import { CopyButton } from "@/ui/copy-button";
import { Dialog } from "@/ui/dialog";
import { shareStack } from "./share";

interface ShareDialogProps {
  isOpen: boolean;
  onClose(): void;
  /** The choices as the wizard's address names them. */
  choices: URLSearchParams;
  command: string;
}

/** The stack to hand on: as a link, as a command, and as a badge for a README. */
export function ShareDialog({ isOpen, onClose, choices, command }: ShareDialogProps) {
  const pasted = usePasted(command);
  const { link, badge, isLocal } = shareStack(window.location.origin, choices);
  return (
    <Dialog title="Share this stack" isOpen={isOpen} onClose={onClose} size="md">
      <div className="space-y-4">
        <Shared label="Link" text={link} what="link">
          Opens the wizard with these choices.
        </Shared>
        <Shared label="Command" text={pasted} what="command">
          Makes the same project in a terminal.
        </Shared>
        <Shared label="Badge" text={badge} what="badge">
          Markdown for a README: “Use this stack”, which opens the link.
        </Shared>
        {isLocal ? (
          <p className="flex items-start gap-1.5 text-xs text-muted">
            <Info aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            Berth is open by an address of this machine, so the link and the badge work here only. Open Berth by the
            address other people use, or send them the command.
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}

function Shared({ label, text, what, children }: { label: string; text: string; what: string; children: string }) {
  return (
    <section aria-label={label}>
      <h3 className="text-xs font-medium">{label}</h3>
      <p className="text-xs text-muted">{children}</p>
      <div className="mt-1.5 flex min-w-0 items-start rounded-lg border border-border bg-code pr-0.5 pl-3">
        <p className="max-h-24 min-w-0 flex-1 overflow-y-auto py-2 font-mono text-xs break-all">{text}</p>
        <CopyButton text={text} what={what} />
      </div>
    </section>
  );
}
