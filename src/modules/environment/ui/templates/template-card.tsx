import { Trash2 } from "lucide-react";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { plural } from "@/ui/format";
import type { ListedTemplate } from "../../templates/schema";
import { listed } from "../reading/source";
import { categoryLabels, summarize, type TemplateSummary } from "./template-model";

interface TemplateCardProps {
  template: ListedTemplate;
  onApply(): void;
  /** Only own ones can be removed. */
  onRemove: (() => void) | undefined;
}

/** One template: what it is for, what it asks for and what it brings. */
export function TemplateCard({ template, onApply, onRemove }: TemplateCardProps) {
  const { name, description, variables, useCount, isOfficial, category } = template;
  return (
    <li className="flex items-start justify-between gap-x-3 rounded-lg border border-border bg-surface px-4 py-3">
      <div className="min-w-0 flex-1 space-y-0.5">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium wrap-anywhere">{name}</span>
          {isOfficial || category === "own" ? null : <Badge>{categoryLabels[category]}</Badge>}
          <span className="text-xs text-muted">
            {plural(variables.length, "variable")}
            {useCount > 0 ? `, used ${useCount === 1 ? "once" : `${useCount.toLocaleString("en")} times`}` : ""}
          </span>
        </p>
        {description === "" ? null : <p className="text-xs wrap-anywhere">{description}</p>}
        <p className="text-xs text-muted wrap-anywhere">{sentenceOf(summarize(variables))}</p>
      </div>
      <div className="flex shrink-0 items-center gap-1">
        {onRemove ? (
          <Button size="sm" variant="ghost" isIconOnly aria-label={`Remove ${name}`} onPress={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        ) : null}
        <Button size="sm" aria-label={`Apply ${name}`} onPress={onApply}>
          Apply
        </Button>
      </div>
    </li>
  );
}

function sentenceOf({ asks, makes, brings, offers }: TemplateSummary): string {
  const parts = [
    asks.length > 0 && `Asks for ${listed(asks)}.`,
    makes.length > 0 && `Berth makes ${listed(makes)}.`,
    brings.length > 0 && `Sets ${listed(brings)}.`,
    offers.length > 0 && `Optional: ${listed(offers)}.`,
  ];
  return parts.filter(Boolean).join(" ");
}
