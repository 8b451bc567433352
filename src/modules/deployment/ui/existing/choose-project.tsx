"use client";
import { GitBranch } from "lucide-react";
import { type FormEvent, useState } from "react";
import { DetectDrop } from "@/modules/scaffold/ui/detect-drop";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/error-state";
import { Field } from "@/ui/field";
import { Spinner } from "@/ui/spinner";
import { AccountRepositories } from "./account-repositories";
import type { Bringing } from "./use-bring";

/** A folder, a ZIP or a repository to choose, and how far the way of what was chosen is. */
export function ChooseProject({ bringing, returnTo }: { bringing: Bringing; returnTo: string }) {
  const { state, bringFiles, bringRepository, startOver } = bringing;
  if (state.phase === "working") return <Working what={state.what} share={state.share} onCancel={() => startOver()} />;
  if (state.phase === "found") return null;
  return (
    <div className="space-y-4">
      {state.problem === undefined ? null : (
        <ErrorState title="The project could not be taken in" error={state.problem} />
      )}
      <DetectDrop onPicked={(picked) => void bringFiles(picked)} onProblem={startOver} />
      <RepositoryForm onBring={(url) => void bringRepository({ url })} />
      <AccountRepositories returnTo={returnTo} onBring={(repository) => void bringRepository(repository)} />
    </div>
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
