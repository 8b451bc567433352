"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { freeName } from "@/modules/scaffold/ui/wizard-query";
import { Button, ButtonLink } from "@/ui/button";
import { ErrorState } from "@/ui/error-state";
import { formatBytes, plural } from "@/ui/format";
import { describeProblem } from "@/ui/problem";
import { useTRPC } from "@/ui/trpc";
import { namesOfPlatforms } from "../offers/offers";
import { TargetCosts } from "../offers/target-costs";
import { platformLabel } from "../platform-names";
import { StepHeading } from "./step-heading";
import { type WizardStep, wizardSteps } from "./steps";
import type { useDeploy } from "./use-deploy";
import type { WizardState } from "./use-wizard";

interface DeployStepProps {
  wizard: WizardState;
  deploy: ReturnType<typeof useDeploy>;
  problems: Partial<Record<WizardStep, string>>;
}

/** What will be made, and what still stands in the way. */
export function DeployStep({ wizard, deploy, problems }: DeployStepProps) {
  const { choices, check, goTo, targets } = wizard;
  const skipped = check?.variables.filter(({ status, required }) => required && status === "skipped") ?? [];
  const blocking = wizardSteps.filter(({ id }) => problems[id]);
  return (
    <div className="space-y-4">
      <StepHeading title="Deploy">
        The project is saved, built and started. You can watch each line, and leave the page: the work goes on.
      </StepHeading>
      {deploy.error ? <DeployError wizard={wizard} deploy={deploy} /> : null}
      {blocking.map(({ id, label }) => (
        <div key={id} className="flex items-start gap-3 rounded-lg border border-warning/45 bg-warning/10 p-3 text-sm">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning-text" />
          <p className="min-w-0 flex-1 break-words">{problems[id]}</p>
          <Button size="sm" onPress={() => goTo(id)}>
            Open {label}
          </Button>
        </div>
      ))}
      <dl className="divide-y divide-separator rounded-lg border border-border bg-surface">
        <Fact label="Name">
          <code className="break-all">{choices.valid.name}</code>
        </Fact>
        <Fact label="Stack">{stackOf(wizard)}</Fact>
        <Fact label="Files">{filesOf(wizard)}</Fact>
        <Fact label="Variables">{variablesOf(wizard)}</Fact>
        <Fact label={targets.length === 1 ? "Target" : "Targets"}>
          {targets.map(({ platform }) => platformLabel(platform)).join(", ")}
        </Fact>
        {wizard.makers.length > 0 ? (
          <Fact label="Database">A PostgreSQL on {namesOfPlatforms(wizard.makers)}</Fact>
        ) : null}
      </dl>
      <TargetCosts costs={wizard.costs} />
      {skipped.length > 0 ? (
        <p className="flex items-start gap-2 text-xs text-muted">
          <Info aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            Without {skipped.map(({ key }) => key).join(", ")} the app starts and says which feature is off. You can set
            it later and redeploy.
          </span>
        </p>
      ) : null}
      {blocking.length === 0 && !deploy.error ? (
        <p className="flex items-center gap-2 text-xs text-success-text">
          <CircleCheck aria-hidden className="size-4" />
          Ready to deploy
        </p>
      ) : null}
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex gap-4 px-4 py-2.5 text-sm">
      <dt className="w-24 shrink-0 text-muted">{label}</dt>
      <dd className="min-w-0 flex-1">{children}</dd>
    </div>
  );
}

/** Why it could not be started; a taken name comes with a free one. */
function DeployError({ wizard, deploy }: Omit<DeployStepProps, "problems">) {
  const trpc = useTRPC();
  const { data: projects } = useQuery(trpc.project.list.queryOptions());
  const { code } = describeProblem(deploy.error);
  const { name } = wizard.choices.valid;
  const free = freeName((projects ?? []).map((project) => project.name).concat(name), name);
  const existing = projects?.find((project) => project.name === name);
  const ways =
    code === "CONFLICT" ? (
      <>
        <Button
          size="sm"
          onPress={() => {
            deploy.reset();
            wizard.choices.rename(free);
          }}
        >
          Use the name {free}
        </Button>
        {existing ? (
          <ButtonLink size="sm" variant="ghost" href={`/projects/${existing.id}`}>
            Open the project
          </ButtonLink>
        ) : null}
      </>
    ) : undefined;
  return (
    <ErrorState
      title="The deployment did not start"
      error={deploy.error}
      onRetry={ways ? undefined : deploy.start}
      action={ways}
    />
  );
}

function stackOf({ start, choices }: WizardState): string {
  const named = start.groups
    .filter(({ field }) => field !== "aiProvider" || choices.valid.aiTemplate !== "none")
    .flatMap(({ field, options }) => {
      const values = [choices.valid[field]].flat();
      return options.filter(({ value }) => value !== "none" && values.some((chosen) => chosen === value));
    });
  return named.map(({ label }) => label).join(", ");
}

function filesOf({ choices }: WizardState): string {
  if (!choices.files) return "";
  const encoder = new TextEncoder();
  const bytes = choices.files.reduce((sum, { content }) => sum + encoder.encode(content).length, 0);
  return `${plural(choices.files.length, "file")}, ${formatBytes(bytes)}`;
}

function variablesOf({ check }: WizardState): string {
  if (!check) return "";
  if (check.variables.length === 0) return "None needed";
  const words: [string, readonly string[]][] = [
    ["set", ["ok", "warning"]],
    ["generated", ["generated"]],
    ["filled in by Berth", ["provided"]],
    ["left empty", ["skipped"]],
    ["to put right", ["missing", "error"]],
  ];
  return words
    .map(
      ([word, statuses]) => [check.variables.filter(({ status }) => statuses.includes(status)).length, word] as const,
    )
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(", ");
}
