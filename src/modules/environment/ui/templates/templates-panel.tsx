"use client";
import { useQuery } from "@tanstack/react-query";
import { LayoutTemplate, Save } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { SkeletonRows } from "@/ui/skeleton";
import { useTRPC } from "@/ui/trpc";
import type { ListedTemplate } from "../../templates/schema";
import { type EnvironmentPlace, refOf } from "../place";
import { ApplyDialog } from "./apply-dialog";
import { RemoveTemplateDialog } from "./remove-template-dialog";
import { SaveTemplateDialog } from "./save-template-dialog";
import { TemplateCard } from "./template-card";
import { categoryLabels, choicesOf, groupTemplates, type TemplateChoice } from "./template-model";

type Open = { dialog: "save" } | { dialog: "apply" | "remove"; template: ListedTemplate };

/** Sets of variables to begin an environment with: those that come with Berth, and those saved from an environment. */
export function TemplatesPanel({ place }: { place: EnvironmentPlace }) {
  const trpc = useTRPC();
  const templates = useQuery(trpc.environment.templates.queryOptions({}));
  const current = useQuery(trpc.environment.current.queryOptions(refOf(place)));
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const failed = [templates, current].find(({ isError }) => isError);
  if (failed) {
    return (
      <ErrorState
        title="Templates could not be loaded"
        error={failed.error}
        onRetry={() => void Promise.all([templates.refetch(), current.refetch()])}
      />
    );
  }
  if (!templates.data || !current.data) return <SkeletonRows what="templates" />;
  const { variables, snapshotId } = current.data;
  return (
    <>
      <Templates
        templates={templates.data}
        place={place}
        isEmpty={variables.length === 0}
        onSave={() => setOpen({ dialog: "save" })}
        onApply={(template) => setOpen({ dialog: "apply", template })}
        onRemove={(template) => setOpen({ dialog: "remove", template })}
      />
      {open?.dialog === "apply" ? (
        <ApplyDialog
          place={place}
          template={open.template}
          variables={variables}
          snapshotId={snapshotId}
          onLookAgain={() => current.refetch()}
          onClose={close}
        />
      ) : null}
      {open?.dialog === "save" ? <SaveTemplateDialog place={place} variables={variables} onClose={close} /> : null}
      <RemoveTemplateDialog template={open?.dialog === "remove" ? open.template : undefined} onClose={close} />
    </>
  );
}

interface TemplatesProps {
  templates: readonly ListedTemplate[];
  place: EnvironmentPlace;
  /** Nothing is set that a template could keep. */
  isEmpty: boolean;
  onSave(): void;
  onApply(template: ListedTemplate): void;
  onRemove(template: ListedTemplate): void;
}

function Templates({ templates, place, isEmpty, onSave, onApply, onRemove }: TemplatesProps) {
  const [search, setSearch] = useState("");
  const [choice, setChoice] = useState<TemplateChoice>("all");
  const groups = useMemo(() => groupTemplates(templates, { search, choice }), [templates, search, choice]);
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-2">
        <input
          type="search"
          aria-label="Search templates"
          placeholder="Name, purpose or variable"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          className="h-9 min-w-0 flex-1 basis-56 rounded-lg border border-field-border bg-surface px-3 text-sm placeholder:text-field-placeholder pointer-coarse:h-11"
        />
        <Button isDisabled={isEmpty} onPress={onSave} aria-describedby={isEmpty ? "save-template-obstacle" : undefined}>
          <Save aria-hidden />
          Save as template
        </Button>
      </div>
      {isEmpty ? (
        <p id="save-template-obstacle" className="text-xs text-muted">
          Nothing is set in {place.environment} yet, so there is nothing to save as a template.
        </p>
      ) : null}
      <CategoryChoice templates={templates} value={choice} onChange={setChoice} />
      {groups.map(({ id, label, templates: list }) => (
        <section key={id} aria-labelledby={`templates-${id}`} className="space-y-2">
          <h2 id={`templates-${id}`} className="text-sm font-medium">
            {label}
          </h2>
          <ul className="grid gap-2 xl:grid-cols-2">
            {list.map((template) => (
              <TemplateCard
                key={template.id}
                template={template}
                onApply={() => onApply(template)}
                onRemove={template.isOfficial ? undefined : () => onRemove(template)}
              />
            ))}
          </ul>
        </section>
      ))}
      {groups.length === 0 ? (
        <EmptyState
          icon={LayoutTemplate}
          title="No template fits"
          action={
            <Button
              onPress={() => {
                setSearch("");
                setChoice("all");
              }}
            >
              Show all templates
            </Button>
          }
        >
          Look for the name of a service or of a variable, or save this environment as a template of your own.
        </EmptyState>
      ) : null}
    </div>
  );
}

interface CategoryChoiceProps {
  templates: readonly ListedTemplate[];
  value: TemplateChoice;
  onChange(choice: TemplateChoice): void;
}

function CategoryChoice({ templates, value, onChange }: CategoryChoiceProps) {
  const choices: TemplateChoice[] = ["all", ...choicesOf(templates)];
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">Category</legend>
      <div className="-m-1 flex flex-wrap gap-1 p-1">
        {choices.map((choice) => (
          <button
            key={choice}
            type="button"
            aria-pressed={choice === value}
            onClick={() => onChange(choice)}
            className={cn(
              "min-h-8 rounded-md px-2.5 text-xs pointer-coarse:min-h-11",
              choice === value
                ? "bg-surface-tertiary font-medium"
                : "text-muted hover:bg-surface-secondary hover:text-foreground",
            )}
          >
            {choice === "all" ? "All" : categoryLabels[choice]}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
