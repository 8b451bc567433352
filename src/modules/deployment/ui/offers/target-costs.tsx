import { CostLine } from "../hosted/cost-line";
import { platformLabel } from "../platform-names";
import type { TargetCost } from "./offers";

/** What the chosen hosting targets cost a month; nothing for this machine. */
export function TargetCosts({ costs }: { costs: readonly TargetCost[] }) {
  if (costs.length === 0) return null;
  return (
    <section
      aria-label="Estimated cost"
      className="divide-y divide-separator rounded-lg border border-border bg-surface"
    >
      {costs.map(({ target, cost }) => (
        <CostLine key={target.platform} cost={cost} label={`Cost on ${platformLabel(target.platform)}`} />
      ))}
    </section>
  );
}
