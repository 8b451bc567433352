"use client";
import { CircleAlert, CircleCheck, ClipboardPaste, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import type { VariableSpec } from "@/modules/scaffold/schema";
import { Status } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import { plural } from "@/ui/format";
import { generateSecret } from "../plan";
import type { TargetPlatform, VariableCheck } from "../schema";
import { checkEnvironment } from "../validation/checks";
import { CheckStatusLabel } from "./check-status";
import { canSkip, extraKeys, groupSpecs, textOf, withValue } from "./variable-model";
import { VariableRow } from "./variable-row";

const PasteDialog = dynamic(() => import("./paste-dialog").then((part) => part.PasteDialog), { ssr: false });

interface VariableFormProps {
  specs: readonly VariableSpec[];
  platform: TargetPlatform;
  /** The platform makes a PostgreSQL beside the app, whose address Berth fills in. */
  hasDatabase?: boolean;
  values: Readonly<Record<string, string>>;
  /** The only way values leave the form. */
  onChange(values: Record<string, string>): void;
}

/** The variables of a project: what is needed, what is filled in, what may be left out, each checked as it is entered. */
export function VariableForm({ specs, platform, hasDatabase = false, values, onChange }: VariableFormProps) {
  // Once it was open it stays, so that text in it is not lost by closing it.
  const [pasting, setPasting] = useState<"not yet" | "open" | "closed">("not yet");
  const check = useMemo(
    () => checkEnvironment({ specs, values, platform, hasDatabase }),
    [specs, values, platform, hasDatabase],
  );
  const checks = useMemo(() => new Map(check.variables.map((variable) => [variable.key, variable])), [check]);
  const groups = useMemo(() => groupSpecs(specs, platform, hasDatabase), [specs, platform, hasDatabase]);
  const set = (spec: VariableSpec, value: string) => onChange(withValue(values, spec, value));
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Summary checks={check.variables} />
        <Button size="sm" onPress={() => setPasting("open")}>
          <ClipboardPaste aria-hidden />
          Paste .env
        </Button>
      </div>
      {groups.map((group) => (
        <Section key={group.id} id={`variables-${group.id}`} title={group.title} description={group.description}>
          <ul className="divide-y divide-separator">
            {group.specs.map((spec) => {
              const variable = checks.get(spec.key);
              return variable ? (
                <VariableRow
                  key={spec.key}
                  spec={spec}
                  check={variable}
                  value={textOf(spec, values)}
                  onValueChange={(value) => set(spec, value)}
                  isFilled={group.id === "filled"}
                  onGenerate={spec.source === "generate" ? () => set(spec, newSecret()) : undefined}
                  onSkip={canSkip(spec, platform) ? () => set(spec, "") : undefined}
                />
              ) : null;
            })}
          </ul>
        </Section>
      ))}
      <ExtraVariables
        checks={extraKeys(specs, values).flatMap((key) => checks.get(key) ?? [])}
        onRemove={(key) => onChange(Object.fromEntries(Object.entries(values).filter(([name]) => name !== key)))}
      />
      {pasting === "not yet" ? null : (
        <PasteDialog
          isOpen={pasting === "open"}
          onClose={() => setPasting("closed")}
          specs={specs}
          values={values}
          onApply={onChange}
        />
      )}
    </div>
  );
}

function Summary({ checks }: { checks: readonly VariableCheck[] }) {
  const wrong = checks.filter(({ status }) => status === "error").length;
  const missing = checks.filter(({ status }) => status === "missing").length;
  const parts = [
    missing > 0 && `${plural(missing, "variable")} needed`,
    wrong > 0 && `${plural(wrong, "value")} not valid`,
  ];
  const label = parts.filter(Boolean).join(", ");
  return (
    <div role="status">
      {label === "" ? (
        <Status tone="success" icon={CircleCheck} label="Ready to deploy" />
      ) : (
        <Status tone={wrong > 0 ? "danger" : "warning"} icon={CircleAlert} label={label} />
      )}
    </div>
  );
}

interface ExtraVariablesProps {
  checks: readonly VariableCheck[];
  onRemove(key: string): void;
}

function ExtraVariables({ checks, onRemove }: ExtraVariablesProps) {
  if (checks.length === 0) return null;
  return (
    <Section id="variables-extra" title="Others" description="Pasted along; no code of this project reads them.">
      <ul className="divide-y divide-separator">
        {checks.map(({ key, status, message, required }) => (
          <li key={key} className="flex items-start justify-between gap-3 px-4 py-2.5">
            <div className="min-w-0">
              <span className="flex flex-wrap items-center gap-x-3">
                <span className="break-all font-mono text-xs font-medium">{key}</span>
                <CheckStatusLabel status={status} isRequired={required} />
              </span>
              <p className={status === "error" ? "text-xs text-danger-text" : "text-xs text-muted"}>{message}</p>
            </div>
            <Button size="sm" variant="ghost" isIconOnly aria-label={`Remove ${key}`} onPress={() => onRemove(key)}>
              <Trash2 aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function newSecret(): string {
  return generateSecret(crypto.getRandomValues(new Uint8Array(32)));
}
