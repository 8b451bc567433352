import type { ReactNode } from "react";
import { ConfirmDialog } from "@/ui/confirm-dialog";

interface DiscardDialogProps {
  isOpen: boolean;
  title: string;
  onKeep(): void;
  onDiscard(): void;
  children: ReactNode;
}

/** Asks before a dialog closes that holds what somebody entered. */
export function DiscardDialog({ isOpen, title, onKeep, onDiscard, children }: DiscardDialogProps) {
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onKeep}
      title={title}
      action="Discard"
      dismiss="Keep editing"
      isDanger
      onConfirm={async () => onDiscard()}
    >
      {children}
    </ConfirmDialog>
  );
}
