"use client";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ConfigField } from "@/modules/scaffold/pure";
import type { GeneratedFile, RuleViolation, ScaffoldConfig } from "@/modules/scaffold/schema";
import type { WizardStart } from "@/modules/scaffold/ui/open-wizard";
import type { ImpliedChange } from "@/modules/scaffold/ui/stack-step";
import { type Scaffold, useScaffold } from "@/modules/scaffold/ui/use-scaffold";
import { readChoices } from "@/modules/scaffold/ui/wizard-query";

/** The choices of the wizard and everything that follows from them. Choices made before the rules are loaded wait. */
export function useChoices(start: WizardStart, onChange: (config: ScaffoldConfig) => void) {
  const { module: scaffold, error, retry } = useScaffold();
  const [config, setConfig] = useState(start.config);
  const [implied, setImplied] = useState<ImpliedChange>();
  const latest = useRef(config);
  const waiting = useRef<((rules: Scaffold) => void)[]>([]);

  const change = useCallback(
    (next: ScaffoldConfig, note?: ImpliedChange) => {
      latest.current = next;
      setConfig(next);
      setImplied(note);
      onChange(next);
    },
    [onChange],
  );
  const withRules = useCallback(
    (action: (rules: Scaffold) => void) => {
      if (scaffold) action(scaffold);
      else waiting.current.push(action);
    },
    [scaffold],
  );
  useEffect(() => {
    if (!scaffold) return;
    for (const action of waiting.current.splice(0)) action(scaffold);
  }, [scaffold]);

  const choose = useCallback(
    (field: ConfigField, value: string) =>
      withRules((rules) => {
        const before = latest.current;
        const chosen = rules.chooseOption(before, field, value);
        const { config: next, applied } = rules.resolveConfig(chosen);
        const sentences = explain(rules, applied, chosen, next);
        change(next, sentences.length > 0 ? { sentences, before } : undefined);
      }),
    [withRules, change],
  );
  const fix = useCallback(
    (violation: RuleViolation) => withRules((rules) => change(applyFix(rules, latest.current, violation))),
    [withRules, change],
  );
  const restore = useCallback(
    (query: URLSearchParams) => {
      const read = readChoices(query, start.groups, start.defaults).config;
      latest.current = scaffold ? scaffold.resolveConfig(read).config : read;
      setConfig(latest.current);
      setImplied(undefined);
    },
    [scaffold, start],
  );

  const checked = scaffold?.ProjectName.safeParse(config.name);
  const nameError = checked?.error?.issues[0]?.message;
  const valid = useValid(config, nameError);
  const files = useFiles(scaffold, valid);
  const states = useStates(start, scaffold, config);
  return {
    config,
    valid,
    nameError,
    implied,
    files,
    loadError: error,
    reload: retry,
    states,
    specs: scaffold?.variablesOf(valid),
    command: scaffold ? scaffold.commandOf(valid) : start.command,
    zipHref: scaffold ? `/api/scaffold.zip?config=${scaffold.encodeConfig(valid)}` : start.zipHref,
    choose,
    fix,
    restore,
    /** Takes over a whole configuration; its sentences say why, and it can be undone like any change. */
    fill: (next: ScaffoldConfig, sentences: string[]) => change(next, { sentences, before: latest.current }),
    rename: (name: string) => change({ ...latest.current, name }),
    undo: () => (implied ? change(implied.before) : undefined),
  };
}

/** The last configuration whose name was fit for use: a name half typed changes no file. */
function useValid(config: ScaffoldConfig, nameError: string | undefined): ScaffoldConfig {
  const name = useRef(config.name);
  if (nameError === undefined) name.current = config.name;
  const usable = useRef(config);
  if (usable.current !== config) usable.current = { ...config, name: name.current };
  return usable.current.name === config.name && nameError === undefined ? config : usable.current;
}

function useFiles(scaffold: Scaffold | undefined, config: ScaffoldConfig): readonly GeneratedFile[] | undefined {
  const [files, setFiles] = useState<readonly GeneratedFile[]>();
  const key = JSON.stringify(config);
  useEffect(() => {
    if (!scaffold) return;
    let isGone = false;
    void scaffold.generate(JSON.parse(key)).then((next) => isGone || setFiles(next));
    return () => {
      isGone = true;
    };
  }, [scaffold, key]);
  return files;
}

/** The states of the options; a field in which nothing changed keeps its very list, and is not drawn again. */
function useStates(start: WizardStart, scaffold: Scaffold | undefined, config: ScaffoldConfig): WizardStart["states"] {
  const shown = useRef(start.states);
  const next = useMemo(() => scaffold?.optionStates(config), [scaffold, config]);
  if (next && next !== shown.current) {
    const before = shown.current;
    for (const field of Object.keys(next) as ConfigField[]) {
      if (JSON.stringify(next[field]) === JSON.stringify(before[field])) next[field] = before[field];
    }
    shown.current = next;
  }
  return shown.current;
}

/** The fix of an option that is off, and then the option itself. */
function applyFix(rules: Scaffold, config: ScaffoldConfig, violation: RuleViolation): ScaffoldConfig {
  const stateIn = (of: ScaffoldConfig) =>
    Object.entries(rules.optionStates(of))
      .find(([field]) => field === violation.field)?.[1]
      .find(({ value }) => value === violation.value);
  const wasSelected = stateIn(config)?.selected ?? false;
  const fixed = rules.resolveConfig({ ...config, ...violation.fix.set }).config;
  const state = stateIn(fixed);
  if (wasSelected || !state || state.selected || state.disabled) return fixed;
  const field = rules.catalogOptions.find((group) => group.field === violation.field)?.field;
  return field ? rules.resolveConfig(rules.chooseOption(fixed, field, violation.value)).config : fixed;
}

/** Says which other fields a choice changed, and why. */
function explain(rules: Scaffold, applied: string[], chosen: ScaffoldConfig, next: ScaffoldConfig): string[] {
  const reasons = rules.rules.filter(({ id }) => applied.includes(id)).map(({ reason }) => reason);
  const changes = rules.catalogOptions
    .filter(({ field }) => String(chosen[field]) !== String(next[field]))
    .map(({ field, label, options }) => {
      const values = [next[field]].flat();
      const names = options.filter(({ value }) => values.some((set) => set === value)).map((option) => option.label);
      return `${label} is now ${names.join(" and ") || "none"}.`;
    });
  return changes.length > 0 ? [changes.join(" "), ...reasons] : [];
}
