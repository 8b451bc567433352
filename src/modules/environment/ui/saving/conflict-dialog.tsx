"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { plural } from "@/ui/format";
import { RelativeTime } from "@/ui/time";
import { useTRPC } from "@/ui/trpc";
import type { VariableSummary } from "../../schema";
import { type Choice, type Conflict, changesSince, type OtherChange } from "../drafts/conflict";
import type { Drafts } from "../drafts/draft";
import { type EnvironmentPlace, refOf } from "../place";

export interface ConflictInput {
  place: EnvironmentPlace;
  conflict: Conflict | undefined;
  drafts: Drafts;
  variables: readonly VariableSummary[];
  isSaving: boolean;
  onClose(): void;
  onResolve(choices: Readonly<Record<string, Choice>>): void;
}

/** Two people changed the same variable: who changed what, and which of the two stays. Nothing is lost until then. */
export function ConflictDialog(props: ConflictInput) {
  const { conflict, onClose, isSaving, onResolve } = props;
  const [choices, setChoices] = useState<Record<string, Choice>>({});
  const overlap = conflict?.kind === "overlap" ? conflict : undefined;
  const keys = overlap?.conflicts ?? [];
  const decided = Object.fromEntries(keys.map((key) => [key, choices[key] ?? "mine"]));
  const footer = (
    <>
      <Button onPress={onClose}>Keep editing</Button>
      <Button variant="primary" isPending={isSaving} onPress={() => onResolve(decided)}>
        Save
      </Button>
    </>
  );
  const others = overlap?.changedKeys.filter((key) => !keys.includes(key)) ?? [];
  if (conflict?.kind === "moved") {
    return (
      <Dialog title="Another configuration is active now" isOpen onClose={onClose} footer={footer}>
        <p className="text-muted">
          {props.place.environment} uses the configuration {conflict.configuration} since you opened it, which is what
          the table shows now. Save your changes there, or keep editing and choose the configuration they belong to.
        </p>
      </Dialog>
    );
  }
  return (
    <Dialog
      title={`${plural(keys.length, "variable")} changed meanwhile`}
      isOpen={conflict !== undefined}
      onClose={onClose}
      footer={footer}
      size="md"
    >
      <div className="space-y-4">
        <p className="text-muted">
          Somebody saved {props.place.environment} since you opened it. Choose what stays; your other changes are saved
          beside theirs.
        </p>
        <ConflictList
          {...props}
          keys={keys}
          choices={decided}
          onChoose={(key, choice) => setChoices({ ...choices, [key]: choice })}
        />
        {keys.length > 1 ? (
          <div className="flex gap-2">
            <Button size="sm" onPress={() => setChoices(allOf(keys, "mine"))}>
              Keep all mine
            </Button>
            <Button size="sm" onPress={() => setChoices(allOf(keys, "theirs"))}>
              Take all theirs
            </Button>
          </div>
        ) : null}
        {others.length > 0 ? (
          <p className="text-xs wrap-anywhere text-muted">
            Also changed, and kept: <span className="font-mono">{others.slice(0, 20).join(", ")}</span>
            {others.length > 20 ? ` and ${others.length - 20} more` : null}.
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}

function allOf(keys: readonly string[], choice: Choice): Record<string, Choice> {
  return Object.fromEntries(keys.map((key) => [key, choice]));
}

interface ConflictListProps extends ConflictInput {
  keys: readonly string[];
  choices: Readonly<Record<string, Choice>>;
  onChoose(key: string, choice: Choice): void;
}

function ConflictList({ place, keys, drafts, variables, choices, onChoose }: ConflictListProps) {
  const trpc = useTRPC();
  const history = useQuery(
    trpc.environment.history.queryOptions({ ...refOf(place), limit: 50 }, { enabled: keys.length > 0, staleTime: 0 }),
  );
  const changes = changesSince(history.data?.entries ?? [], drafts.baseSnapshotId ?? null);
  return (
    <ul className="max-h-[min(50vh,24rem)] divide-y divide-separator overflow-y-auto rounded-lg border border-border">
      {keys.map((key) => {
        const draft = drafts.list.find((each) => each.key === key);
        const stored = variables.find((each) => each.key === key && each.inheritedFrom === undefined);
        const isPlain = draft?.visibility === "plain";
        const mine = draft?.isRemoved ? "Removed" : isPlain ? draft.edit?.value || "empty" : "A new hidden value";
        const theirs = stored === undefined ? "Removed" : (stored.value ?? "A new hidden value");
        return (
          <li key={key} className="space-y-2 px-3 py-3">
            <p className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-mono text-xs font-medium wrap-anywhere">{key}</span>
              <WhoChanged change={changes.get(key)} />
            </p>
            <fieldset className="grid gap-2 column:grid-cols-2">
              <legend className="sr-only">Which value of {key} stays</legend>
              <Side
                name={key}
                label="Keep mine"
                text={mine}
                isChosen={choices[key] === "mine"}
                onChoose={() => onChoose(key, "mine")}
              />
              <Side
                name={key}
                label="Take theirs"
                text={theirs || "empty"}
                isChosen={choices[key] === "theirs"}
                onChoose={() => onChoose(key, "theirs")}
              />
            </fieldset>
          </li>
        );
      })}
    </ul>
  );
}

function WhoChanged({ change }: { change: OtherChange | undefined }) {
  if (!change) return null;
  return (
    <span className="text-xs text-muted">
      {change.kind} by {change.authorName} <RelativeTime at={change.at} />
    </span>
  );
}

interface SideProps {
  name: string;
  label: string;
  text: string;
  isChosen: boolean;
  onChoose(): void;
}

function Side({ name, label, text, isChosen, onChoose }: SideProps) {
  return (
    <label className="flex min-h-11 min-w-0 cursor-pointer items-start gap-2 rounded-lg border border-border px-2.5 py-2 text-xs has-checked:border-accent has-checked:bg-accent/8 has-focus-visible:outline-2 has-focus-visible:outline-focus">
      <input
        type="radio"
        name={`conflict-${name}`}
        className="mt-1 accent-accent outline-none"
        checked={isChosen}
        onChange={onChoose}
      />
      <span className="min-w-0">
        <span className="block font-medium">{label}</span>
        <span className="line-clamp-3 font-mono break-all text-muted">{text.slice(0, 400)}</span>
      </span>
    </label>
  );
}
