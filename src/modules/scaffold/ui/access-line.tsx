import { HardDrive, KeyRound } from "lucide-react";
import { cn } from "@/ui/cn";
import type { OptionAccess } from "./option-access";

/** Whether something runs here, or what it needs; word and icon, no colour. */
export function AccessLine({ access, className }: { access: OptionAccess; className?: string }) {
  const Icon = access.isLocal ? HardDrive : KeyRound;
  return (
    <span className={cn("flex items-start gap-1 text-xs text-muted", className)}>
      <Icon aria-hidden className="mt-1 size-3 shrink-0" />
      <span>{access.text}</span>
    </span>
  );
}
