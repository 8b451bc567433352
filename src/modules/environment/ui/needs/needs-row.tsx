"use client";
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePlus,
  CircleX,
  type LucideIcon,
  Sparkles,
} from "lucide-react";
import { Badge, Status, type Tone } from "@/ui/badge";
import { Button, ButtonLink } from "@/ui/button";
import { cn } from "@/ui/cn";
import { plural } from "@/ui/format";
import { VariableName } from "@/ui/variable-name";
import type { VariableCheck } from "../../schema";
import type { UsageStatus, VariableUsage } from "../../usage/schema";
import { TestButton } from "../live-test/test-button";
import { addressOf, type EnvironmentPlace } from "../place";
import { descriptionOf, factsOf, messageOf } from "./needs-model";
import type { NeedsActions } from "./use-needs";

const shown: Record<UsageStatus, { tone: Tone; icon: LucideIcon; label: string }> = {
  set: { tone: "success", icon: CircleCheck, label: "Set" },
  missing: { tone: "warning", icon: CircleAlert, label: "Missing" },
  filled: { tone: "accent", icon: CirclePlus, label: "Filled in" },
  optional: { tone: "neutral", icon: CircleMinus, label: "Optional" },
  unused: { tone: "neutral", icon: CircleDashed, label: "Unused" },
};

interface NeedsRowProps {
  line: VariableUsage;
  /** What a check of its value found. */
  fault: VariableCheck | undefined;
  place: EnvironmentPlace;
  platform: string;
  actions: NeedsActions;
}

/** One variable: its state, what it is for, where it is read, and what can be done about it. */
export function NeedsRow({ line, fault, place, platform, actions }: NeedsRowProps) {
  const { key, status, example } = line;
  const description = descriptionOf(line);
  const message = messageOf(line, platform);
  const facts = factsOf(line);
  return (
    <li className="flex flex-wrap items-start gap-x-2 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-mono text-xs font-medium wrap-anywhere">
            <VariableName name={key} />
          </span>
          {fault?.status === "error" ? (
            <Status tone="danger" icon={CircleX} label="Not valid" />
          ) : (
            <Status {...shown[status]} />
          )}
          {facts ? <span className="text-xs text-muted">for {facts}</span> : null}
          <Marks line={line} />
        </div>
        {description ? <p className="mt-1 max-w-3xl text-xs break-words">{description}</p> : null}
        {fault ? (
          <p
            className={cn(
              "mt-0.5 max-w-3xl text-xs break-words",
              fault.status === "error" ? "text-danger-text" : "text-warning-text",
            )}
          >
            {fault.message}
          </p>
        ) : null}
        {message ? <p className="mt-0.5 max-w-3xl text-xs break-words text-muted">{message}</p> : null}
        {example && !message?.includes(example) && (status === "missing" || status === "optional") ? (
          <p className="mt-0.5 text-xs text-muted">
            Such as <code className="break-all">{example}</code>
          </p>
        ) : null}
        <Places line={line} />
      </div>
      <Actions line={line} place={place} actions={actions} />
    </li>
  );
}

function Marks({ line: { setAs, inheritedFrom, meant, suppliedBy, sensitive, status } }: { line: VariableUsage }) {
  return (
    <>
      {suppliedBy && status !== "set" ? <Badge>Referenced</Badge> : null}
      {sensitive ? null : <Badge>Not secret</Badge>}
      {setAs ? <Badge tone="warning">Set as {setAs}</Badge> : null}
      {inheritedFrom ? <Badge>Inherited from {inheritedFrom}</Badge> : null}
      {meant ? (
        <Badge tone="warning" className="max-w-full">
          <span className="truncate">Probably meant {meant}</span>
        </Badge>
      ) : null}
    </>
  );
}

function Places({ line: { key, places } }: { line: VariableUsage }) {
  if (places.length === 0) return null;
  const [first] = places;
  if (places.length === 1 && first) {
    return (
      <p className="mt-1 text-xs text-muted">
        Read at{" "}
        <code className="break-all">
          {first.file}:{first.line}
        </code>
      </p>
    );
  }
  return (
    <details className="mt-1 text-xs text-muted">
      <summary className="w-fit cursor-pointer rounded-sm pointer-coarse:py-3" aria-label={`Where ${key} is read`}>
        Read at {plural(places.length, "place")}
      </summary>
      <ul className="mt-1 space-y-0.5 pl-4">
        {places.map(({ file, line, kind }) => (
          <li key={`${file}:${line}:${kind}`}>
            <code className="break-all">
              {file}:{line}
            </code>
            {kind === "code" ? "" : `, ${kind}`}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Stand in the wrapping line themselves, so that the result of a test takes a line of its own under all of it. */
function Actions({ line, place, actions }: Omit<NeedsRowProps, "platform" | "fault">) {
  const { key, status, setAs, inheritedFrom, meant, isGenerated, hasTest, suppliedBy } = line;
  const isSet = status === "set" || status === "unused";
  const canSet = !isSet && suppliedBy === undefined;
  const { generate, rename } = actions;
  return (
    <>
      {hasTest && isSet ? <TestButton place={place} variableKey={setAs ?? key} /> : null}
      {meant && !inheritedFrom ? (
        <Button
          size="sm"
          className="max-w-full"
          isPending={rename.isPending && rename.variables.key === key}
          onPress={() => rename.mutate({ key, to: meant })}
        >
          <span className="truncate">Rename to {meant}</span>
        </Button>
      ) : null}
      {canSet && isGenerated ? (
        <Button
          size="sm"
          aria-label={`Generate ${key}`}
          isPending={generate.isPending && generate.variables === key}
          onPress={() => generate.mutate(key)}
        >
          <Sparkles aria-hidden />
          Generate
        </Button>
      ) : null}
      {canSet ? (
        <ButtonLink size="sm" aria-label={`Set ${key}`} href={addressOf(place, "variables", { add: key })}>
          Set
        </ButtonLink>
      ) : null}
      {isSet ? (
        <ButtonLink
          size="sm"
          variant="ghost"
          aria-label={`${inheritedFrom ? "Override" : "Edit"} ${setAs ?? key}`}
          href={addressOf(place, "variables", inheritedFrom ? { add: setAs ?? key } : { edit: setAs ?? key })}
        >
          {inheritedFrom ? "Override" : "Edit"}
        </ButtonLink>
      ) : null}
    </>
  );
}
