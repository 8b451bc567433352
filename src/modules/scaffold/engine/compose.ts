import type { ScaffoldConfig, VariableSpec } from "../schema";
import type { Contribution, Feature, Slots, TemplateFile } from "./feature";

type ListSlot = {
  [S in keyof Contribution]-?: Required<Contribution>[S] extends readonly unknown[] ? S : never;
}[keyof Contribution];

/** What must be unique in a slot; a repeat is a conflict between two features. */
const identities: { readonly [S in ListSlot]: ((entry: Required<Contribution>[S][number]) => string) | "shared" } = {
  files: (file) => file.path,
  dependencies: "shared",
  devDependencies: "shared",
  stack: ({ name }) => name,
  ingredients: "shared",
  nav: (entry) => entry.href,
  headerActions: (action) => action.name,
  cards: (card) => card.href,
  components: "shared",
  landmarks: (landmark) => landmark.path,
  healthChecks: (check) => check.name,
  startHooks: (hook) => hook.name,
  stopHooks: (hook) => hook.name,
  tables: (table) => table.name,
  endpoints: (endpoint) => endpoint.path,
  pages: (page) => page.path,
  wrappers: (wrapper) => wrapper.name,
  composeServices: (service) => service.name,
  prebuild: "shared",
  externalPackages: "shared",
  tracedFiles: "shared",
  ignoredPaths: "shared",
  readme: (section) => section.heading,
  guidance: (rule) => rule,
};

/** Collects what these features contribute. Throws when two of them fill the same place. */
export function collectSlots(chosen: readonly Feature[], config: ScaffoldConfig): Slots {
  const contributions = chosen.map((feature) => ({ id: feature.id, ...feature.contribute(config) }));
  const list = <S extends ListSlot>(slot: S): Required<Contribution>[S][number][] => mergeSlot(slot, contributions);
  return {
    variables: mergeVariables(chosen, config),
    scripts: mergeScripts(contributions),
    files: list("files"),
    dependencies: list("dependencies"),
    devDependencies: list("devDependencies"),
    stack: list("stack"),
    ingredients: list("ingredients"),
    nav: list("nav"),
    headerActions: list("headerActions"),
    cards: list("cards"),
    components: list("components"),
    landmarks: list("landmarks"),
    healthChecks: list("healthChecks"),
    startHooks: list("startHooks"),
    stopHooks: list("stopHooks"),
    tables: list("tables"),
    endpoints: list("endpoints"),
    pages: list("pages"),
    wrappers: list("wrappers"),
    composeServices: list("composeServices"),
    prebuild: list("prebuild"),
    overrides: Object.assign({}, ...contributions.map(({ overrides }) => overrides)),
    externalPackages: list("externalPackages"),
    tracedFiles: list("tracedFiles"),
    ignoredPaths: list("ignoredPaths"),
    readme: list("readme"),
    guidance: list("guidance"),
  };
}

/** Sorts the files by path. Throws when a path is taken twice, also where only upper and lower case differ. */
export function orderFiles(files: readonly TemplateFile[]): TemplateFile[] {
  const seen = new Set<string>();
  for (const { path } of files) {
    const key = path.toLowerCase();
    if (seen.has(key)) throw new Error(`Two features write ${path}.`);
    seen.add(key);
  }
  return [...files].sort((left, right) => (left.path < right.path ? -1 : 1));
}

type Owned = Contribution & { id: string };

function mergeSlot<S extends ListSlot>(slot: S, contributions: readonly Owned[]): Required<Contribution>[S][number][] {
  type Entry = Required<Contribution>[S][number];
  const identity = identities[slot];
  const entries: Entry[] = [];
  const owners = new Map<string, string>();
  for (const contribution of contributions) {
    for (const entry of (contribution[slot] ?? []) as Entry[]) {
      const key = identity === "shared" ? String(entry) : identity(entry);
      const owner = owners.get(key);
      if (owner !== undefined && identity === "shared") continue;
      if (owner !== undefined)
        throw new Error(`Features ${owner} and ${contribution.id} both fill ${slot} with ${key}.`);
      owners.set(key, contribution.id);
      entries.push(entry);
    }
  }
  return entries;
}

function mergeScripts(contributions: readonly Owned[]): Record<string, string> {
  const scripts: Record<string, string> = {};
  for (const { id, scripts: own = {} } of contributions) {
    for (const [name, command] of Object.entries(own)) {
      if (name in scripts) throw new Error(`Feature ${id} redefines the script ${name}.`);
      scripts[name] = command;
    }
  }
  return scripts;
}

function mergeVariables(features: readonly Feature[], config: ScaffoldConfig): VariableSpec[] {
  const variables = features.flatMap((feature) => feature.variables(config));
  const repeated = variables.find(({ key }, index) => variables.findIndex((other) => other.key === key) !== index);
  if (repeated !== undefined) throw new Error(`Two features declare the variable ${repeated.key}.`);
  return variables;
}
