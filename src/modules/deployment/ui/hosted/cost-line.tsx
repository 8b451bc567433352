import { ExternalLink } from "lucide-react";
import type { CostEstimate } from "../../hosted/prices";

/** What an app costs a month, with what the figure is made of and where the prices stand. */
export function CostLine({ cost }: { cost: CostEstimate }) {
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-3 text-sm">
      <span className="w-32 shrink-0 text-muted">Cost, estimated</span>
      <span className="min-w-0 flex-1 basis-64">
        <span className="font-medium tabular-nums">{monthly(cost)}</span> a month.{" "}
        <span className="text-muted">{cost.basis}</span>{" "}
        <a
          href={cost.source}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 text-accent-text underline underline-offset-2"
        >
          Prices of {cost.asOf}
          <ExternalLink aria-hidden className="size-3" />
        </a>
      </span>
    </div>
  );
}

function monthly({ monthlyUsd: { from, to } }: CostEstimate): string {
  return from === to ? `$${from}` : `$${from} to $${to}`;
}
