import { ExternalLink } from "lucide-react";
import { type CostEstimate, monthlyText } from "../../hosted/prices";

/** What an app costs a month, with what the figure is made of and where the prices stand. */
export function CostLine({ cost, label = "Cost, estimated" }: { cost: CostEstimate; label?: string }) {
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-3 text-sm">
      <span className="w-32 shrink-0 text-muted">{label}</span>
      <span className="min-w-0 flex-1 basis-64">
        <span className="font-medium tabular-nums">{monthlyText(cost)}</span> a month.{" "}
        <span className="text-muted">{cost.basis}</span> <PriceSource cost={cost} />
      </span>
    </div>
  );
}

/** The page the prices were read from, and when. */
export function PriceSource({ cost }: { cost: CostEstimate }) {
  return (
    <a
      href={cost.source}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1 text-accent-text underline underline-offset-2"
    >
      Prices of {cost.asOf}
      <ExternalLink aria-hidden className="size-3" />
    </a>
  );
}
