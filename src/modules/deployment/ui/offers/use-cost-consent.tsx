"use client";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import type { TargetCost } from "./offers";

const CostDialog = dynamic(() => import("./cost-dialog").then((part) => part.CostDialog), { ssr: false });

/** Asks before a deployment that begins to cost something, with the sum a month; others start at once. */
export function useCostConsent(costs: readonly TargetCost[], start: () => void): { ask(): void; dialog: ReactNode } {
  const [isAsked, setAsked] = useState(false);
  const billable = costs.filter(({ cost }) => cost.isBillable);
  return {
    ask: () => (billable.length > 0 ? setAsked(true) : start()),
    dialog:
      billable.length > 0 ? (
        <CostDialog isOpen={isAsked} costs={billable} onClose={() => setAsked(false)} onConfirm={async () => start()} />
      ) : null,
  };
}
