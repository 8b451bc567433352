"use client";
import { useQuery } from "@tanstack/react-query";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { useTRPC } from "@/ui/trpc";
import type { PlatformInfo } from "../../schema";
import { CostLine } from "../hosted/cost-line";
import { platformLabel } from "../platform-names";
import { namesOfPlatforms, sumText, type TargetCost } from "./offers";

interface CostDialogProps {
  isOpen: boolean;
  costs: readonly TargetCost[];
  onClose(): void;
  onConfirm(): Promise<unknown>;
}

/** What the deployment begins to cost a month, to be agreed to. */
export function CostDialog({ isOpen, costs, onClose, onConfirm }: CostDialogProps) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.platform.list.queryOptions());
  const names = namesOfPlatforms(costs.map(({ target }) => target.platform));
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Deploy to ${names}?`}
      action={`Deploy for about ${sumText(costs)} a month`}
      dismiss="Not now"
      onConfirm={onConfirm}
    >
      <p>
        {names} {costs.length === 1 ? "bills" : "bill"} your account there from the first minute, until the app is
        paused or deleted.
      </p>
      <div className="mt-3 divide-y divide-separator rounded-lg border border-border text-foreground">
        {costs.map(({ target, cost }) => (
          <CostLine key={target.platform} cost={cost} label={platformLabel(target.platform)} />
        ))}
      </div>
      {costs.every((each) => isEmulated(each, data)) ? (
        <p className="mt-3">The account is on a local stand-in, so nothing is charged this time.</p>
      ) : null}
    </ConfirmDialog>
  );
}

function isEmulated({ target }: TargetCost, platforms: readonly PlatformInfo[] | undefined): boolean {
  const accounts = platforms?.find(({ id }) => id === target.platform)?.accounts ?? [];
  const chosen = accounts.find(({ connectionId }) => connectionId === target.connectionId) ?? accounts[0];
  return chosen?.emulated === true;
}
