"use client";
import { ArrowLeft, GitBranch, RotateCcw } from "lucide-react";
import { type FormEvent, useState } from "react";
import { DetectDrop } from "@/modules/scaffold/ui/detect-drop";
import { DetectedStackSection, DetectedVariablesSection, DetectionNotes } from "@/modules/scaffold/ui/detect-result";
import { Button, ButtonLink } from "@/ui/button";
import { ErrorState } from "@/ui/error-state";
import { Field } from "@/ui/field";
import { usePageTitle } from "@/ui/frame/page-title";
import { Page, PageHeader } from "@/ui/page-header";
import { Spinner } from "@/ui/spinner";
import { AccountRepositories } from "./account-repositories";
import { DeployExisting } from "./deploy-existing";
import { useBring } from "./use-bring";

/** A project that exists: brought as a folder, a ZIP or a Git address, looked at, then deployed as it is. */
export function BringProject({ taken }: { taken: readonly string[] }) {
  const { state, bringFiles, bringRepository, startOver } = useBring();
  usePageTitle("Bring a project");
  const isFound = state.phase === "found";
  return (
    <Page>
      <PageHeader
        title="Bring a project"
        description="Berth reads what it is made of and which variables it needs, then deploys it as it is."
        actions={
          isFound ? (
            <Button onPress={() => startOver()}>
              <RotateCcw aria-hidden />
              Choose another
            </Button>
          ) : (
            <ButtonLink href="/new">
              <ArrowLeft aria-hidden className="size-4" />
              Pick a stack instead
            </ButtonLink>
          )
        }
      />
      {state.phase === "choosing" ? (
        <div className="space-y-4">
          {state.problem === undefined ? null : (
            <ErrorState title="The project could not be taken in" error={state.problem} />
          )}
          <DetectDrop onPicked={(picked) => void bringFiles(picked)} onProblem={startOver} />
          <RepositoryForm onBring={(url) => void bringRepository({ url })} />
          <AccountRepositories onBring={(repository) => void bringRepository(repository)} />
        </div>
      ) : null}
      {state.phase === "working" ? (
        <Working what={state.what} share={state.share} onCancel={() => startOver()} />
      ) : null}
      {isFound ? (
        <div className="space-y-4">
          <DetectionNotes notes={state.brought.project.notes} />
          <DetectedStackSection project={state.brought.project} />
          <DetectedVariablesSection variables={state.brought.project.variables} />
          <DeployExisting key={state.brought.sourceId} brought={state.brought} taken={taken} />
        </div>
      ) : null}
    </Page>
  );
}

function RepositoryForm({ onBring }: { onBring(url: string): void }) {
  const [url, setUrl] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (url.trim() !== "") onBring(url.trim());
  };
  return (
    <form onSubmit={submit} className="rounded-lg border border-border bg-surface p-4">
      <Field
        label="Or a public Git repository"
        description="Its https address, or the page of a branch or a folder of it. The newest commit is taken."
        placeholder="https://github.com/owner/name"
        value={url}
        onValueChange={setUrl}
        inputMode="url"
        maxLength={500}
        end={
          <Button type="submit" isDisabled={url.trim() === ""}>
            <GitBranch aria-hidden />
            Read it
          </Button>
        }
      />
    </form>
  );
}

interface WorkingProps {
  what: string;
  share: number | undefined;
  onCancel(): void;
}

function Working({ what, share, onCancel }: WorkingProps) {
  const percent = share === undefined ? undefined : Math.round(share * 100);
  return (
    <div className="flex flex-col items-center gap-4 rounded-lg border border-border bg-surface px-6 py-12">
      <p role="status" className="flex items-center gap-2 text-sm">
        <Spinner />
        {what}
        {percent === undefined ? null : <span className="text-muted tabular-nums">{percent} %</span>}
      </p>
      <progress aria-label={what} max={100} value={percent} className="h-1 w-full max-w-sm accent-accent" />
      <Button size="sm" onPress={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
