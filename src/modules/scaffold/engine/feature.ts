import type { PackageName } from "../catalog/versions";
import type { ScaffoldConfig, VariableSpec } from "../schema";

/** The part of a feature that the wizard needs before any file is generated; loads no template. */
export interface FeatureFacts {
  readonly id: string;
  readonly isChosen: (config: ScaffoldConfig) => boolean;
  readonly variables: (config: ScaffoldConfig) => VariableSpec[];
}

/** One choice of the catalog and everything it adds to a project. */
export interface Feature extends FeatureFacts {
  readonly contribute: (config: ScaffoldConfig) => Contribution;
  /** Files that depend on what every feature has put into the slots. */
  readonly render?: (config: ScaffoldConfig, slots: Slots) => TemplateFile[];
}

/** A named import of the generated code. */
export interface CodeImport {
  name: string;
  from: string;
}

export interface TemplateFile {
  path: string;
  content: string;
  mode?: 0o644 | 0o755;
}

/** A link of the page header. */
interface NavEntry {
  href: string;
  label: string;
}

/** A card of the home page; `feature` ties it to the variables of that feature, to say what is missing. */
interface HomeCard {
  href: string;
  title: string;
  body: string;
  feature?: string;
}

/** A line of the stack as people name it. */
interface StackEntry {
  name: string;
  version: string;
}

/** A place in the project worth opening first. */
interface Landmark {
  path: string;
  purpose: string;
}

/** A function that rejects when the thing it checks is down. */
interface HealthCheck extends CodeImport {
  label: string;
  /** Without this variable the check is not run: the variable itself is reported. */
  needs: string;
}

/** A Drizzle table: its TypeScript, its SQL, and drizzle-kit's own description of it. */
export interface SchemaTable {
  name: string;
  imports: string[];
  code: string;
  sql: string;
  /** As drizzle-kit writes it to `meta/*_snapshot.json`, so that `drizzle-kit generate` goes on from here. */
  snapshot: Record<string, unknown>;
}

interface ReadmeSection {
  heading: string;
  body: string;
}

/** Shared components of the generated design; a project gets those that a feature asks for. */
export type ComponentName = "button" | "field" | "notice" | "page-shell" | "submit-button";

/** Every slot of a project, filled by its features in catalog order. */
export interface Slots extends Required<Contribution> {
  variables: VariableSpec[];
}

/** What one feature adds, by named slot. Two features that fill the same place differently are an error. */
export interface Contribution {
  files?: TemplateFile[];
  dependencies?: PackageName[];
  devDependencies?: PackageName[];
  scripts?: Record<string, string>;
  stack?: StackEntry[];
  /** What the project has, as it stands in a sentence: "sign-in by Auth.js". */
  ingredients?: string[];
  nav?: NavEntry[];
  /** Components at the right end of the header. */
  headerActions?: CodeImport[];
  cards?: HomeCard[];
  components?: ComponentName[];
  landmarks?: Landmark[];
  healthChecks?: HealthCheck[];
  /** Async functions run once when the server starts. */
  startHooks?: CodeImport[];
  /** Async functions run once when the server is told to stop. */
  stopHooks?: CodeImport[];
  tables?: SchemaTable[];
  /** Packages the bundler must leave to Node. */
  externalPackages?: string[];
  /** Globs the server reads at run time, for hosts that copy only what is imported. */
  tracedFiles?: string[];
  ignoredPaths?: string[];
  readme?: ReadmeSection[];
  /** Rules for people and agents who change the project. */
  guidance?: string[];
}
