"use client";
import { FolderUp, Rocket } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useMemo, useRef } from "react";
import { CommandBar } from "@/modules/scaffold/ui/command-bar";
import { DescribeBox } from "@/modules/scaffold/ui/describe-box";
import type { WizardStart } from "@/modules/scaffold/ui/open-wizard";
import { ProjectPreview } from "@/modules/scaffold/ui/project-preview";
import { StackStep } from "@/modules/scaffold/ui/stack-step";
import { writeChoices } from "@/modules/scaffold/ui/wizard-query";
import { Button, ButtonLink } from "@/ui/button";
import { cn } from "@/ui/cn";
import { ErrorState } from "@/ui/error-state";
import { Skeleton } from "@/ui/skeleton";
import { StepList } from "./step-list";
import { neighbours, type WizardStep } from "./steps";
import { useDeploy } from "./use-deploy";
import { useWizard, type WizardState } from "./use-wizard";

const loadEnvironment = () => import("./environment-step").then((part) => part.EnvironmentStep);
const loadTarget = () => import("./target-panel").then((part) => part.TargetPanel);
const loadDeploy = () => import("./deploy-step").then((part) => part.DeployStep);

const EnvironmentStep = dynamic(loadEnvironment, { ssr: false, loading: () => <StepSkeleton /> });
const TargetPanel = dynamic(loadTarget, { ssr: false, loading: () => <StepSkeleton /> });
const DeployStep = dynamic(loadDeploy, { ssr: false, loading: () => <StepSkeleton /> });

/** From a stack to a deployment on one page: choices on the left, the project they make on the right. */
export function Wizard({ start }: { start: WizardStart }) {
  const wizard = useWizard(start);
  const deploy = useDeploy(wizard);
  const { choices, step, goTo } = wizard;
  const { previous, next } = neighbours(step);
  const problems = useProblems(wizard);
  const panel = useStepFocus(step);
  useStepKeys(wizard);
  useLaterSteps();
  const isReady = Object.keys(problems).length === 0;
  return (
    <div className="flex min-h-0 flex-1 flex-col bar:flex-none bar:overflow-hidden bar:h-[calc(100dvh-var(--header-height)-1px)]">
      <h1 className="sr-only">New app</h1>
      <StepList current={step} problems={problems} onGo={goTo} />
      <div
        className={cn(
          "grid min-h-0 flex-1 bar:grid-rows-[minmax(0,1fr)]",
          step !== "files" && "bar:grid-cols-[minmax(26rem,5fr)_minmax(0,6fr)]",
        )}
      >
        {step === "files" ? null : (
          <div
            ref={panel}
            tabIndex={-1}
            className="relative min-h-0 min-w-0 px-4 py-5 outline-none column:px-6 bar:overflow-y-auto bar:border-r bar:border-separator"
          >
            <StepPanel wizard={wizard} deploy={deploy} problems={problems} />
          </div>
        )}
        {choices.loadError ? (
          <div className="p-4">
            <ErrorState title="The generator could not be loaded" error={choices.loadError} onRetry={choices.reload} />
          </div>
        ) : (
          <ProjectPreview
            files={choices.files}
            className={step === "files" ? "h-[70dvh] bar:h-auto" : "hidden bar:grid"}
          />
        )}
      </div>
      <CommandBar
        command={choices.command}
        zipHref={choices.zipHref}
        choices={writeChoices(choices.valid, start.groups, start.defaults)}
        previous={previous && { label: previous.label, onPress: () => goTo(previous.id) }}
        next={next && { label: next.label, onPress: () => goTo(next.id) }}
      >
        {step === "deploy" || (isReady && step !== "target") ? (
          <Button
            variant="primary"
            isDisabled={!isReady}
            isPending={deploy.isPending}
            onPress={() => (step === "deploy" ? deploy.start() : goTo("deploy"))}
          >
            <Rocket aria-hidden />
            Deploy
          </Button>
        ) : null}
      </CommandBar>
      {deploy.dialog}
    </div>
  );
}

interface StepPanelProps {
  wizard: WizardState;
  deploy: ReturnType<typeof useDeploy>;
  problems: Partial<Record<WizardStep, string>>;
}

function StepPanel({ wizard, deploy, problems }: StepPanelProps) {
  const { choices, start, step } = wizard;
  if (step === "environment") return <EnvironmentStep wizard={wizard} />;
  if (step === "target") return <TargetPanel wizard={wizard} />;
  if (step === "deploy") return <DeployStep wizard={wizard} deploy={deploy} problems={problems} />;
  return (
    <>
      {start.refused.length > 0 ? (
        <p className="mb-5 rounded-lg border border-warning/45 bg-warning/10 px-3 py-2 text-xs">
          The address asked for {start.refused.map(({ field, value }) => `${field} “${value}”`).join(", ")}, which this
          version does not offer. The default stands instead.
        </p>
      ) : null}
      <DescribeBox name={choices.config.name} onFill={choices.fill}>
        <ButtonLink href="/new/existing" size="sm" variant="ghost">
          <FolderUp aria-hidden className="size-4" />
          Bring a project
        </ButtonLink>
      </DescribeBox>
      <StackStep
        config={choices.config}
        nameError={choices.nameError}
        groups={start.groups}
        states={choices.states}
        implied={choices.implied}
        onName={choices.rename}
        onChoose={choices.choose}
        onFix={choices.fix}
        onUndo={choices.undo}
      />
    </>
  );
}

function StepSkeleton() {
  return <Skeleton className="h-96 w-full" />;
}

/** What keeps the app from being deployed, by the step that puts it right. */
function useProblems({ choices, check, build }: WizardState): Partial<Record<WizardStep, string>> {
  const missing = check?.variables.filter(({ status }) => status === "missing" || status === "error");
  const names = missing?.map(({ key }) => key).join(", ");
  return useMemo(
    () => ({
      ...(choices.nameError ? { stack: choices.nameError } : {}),
      ...(build.isValid ? {} : { target: "A build setting is not valid." }),
      ...(names ? { environment: `Needs a value: ${names}` } : {}),
    }),
    [choices.nameError, names, build.isValid],
  );
}

/** Fetches the steps behind the first once the page stands, so that nobody waits for one. */
function useLaterSteps(): void {
  useEffect(() => {
    for (const load of [loadEnvironment, loadTarget, loadDeploy]) void load();
  }, []);
}

/** Moves the focus to the step that was opened, so that the keyboard goes on from there. */
function useStepFocus(step: WizardStep) {
  const panel = useRef<HTMLDivElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    panel.current?.focus({ preventScroll: true });
    panel.current?.scrollTo({ top: 0 });
  }, [step]);
  return panel;
}

/** Alt with an arrow goes to the next or the previous step. */
function useStepKeys({ step, goTo }: WizardState): void {
  const go = useRef(goTo);
  go.current = goTo;
  useEffect(() => {
    const { previous, next } = neighbours(step);
    const onKey = (event: KeyboardEvent) => {
      const wanted = { ArrowRight: next, ArrowLeft: previous }[event.key];
      if (!event.altKey || event.ctrlKey || event.metaKey || !wanted) return;
      event.preventDefault();
      go.current(wanted.id);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [step]);
}
