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
  /** A shared module under `src/`: written only where another file imports it by its `@/` name. */
  onlyIfImported?: boolean;
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
  /** Whether the app serves without it: then its failure is a feature that is off. */
  isOptional?: boolean;
}

/** A table of the project, in the words all databases share; the chosen database writes it in its own. */
export interface TableSpec {
  /** Plural, snake_case: the name in SQL. The generated code uses its camelCase. */
  name: string;
  columns: ColumnSpec[];
  /** Indexes over these columns (by their camelCase name). */
  indexes?: { columns: string[] }[];
}

export interface ColumnSpec {
  /** camelCase; snake_case in SQL. */
  name: string;
  type: "uuid" | "text" | "timestamp" | "boolean";
  isPrimaryKey?: boolean;
  /** Whether it may be null. */
  isOptional?: boolean;
  isUnique?: boolean;
  /** A value the database or its client fills in: a new id, or the time of the insert. */
  fill?: "new-id" | "now" | "false";
  /** Deleting the row it points to deletes this row. */
  references?: { table: string; column: string };
  comment?: string;
}

type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** An HTTP endpoint. Its handlers are `(request: Request) => Response | Promise<Response>`, the same on every framework. */
export interface Endpoint {
  /** Such as `/api/notes`; a last segment `*` takes every deeper path. */
  path: string;
  /** Method to the name of the exported handler. */
  handlers: Partial<Record<HttpMethod, string>>;
  /** Module of the handlers: `@/notes/http`. */
  from: string;
  /** What it does, in a sentence; shown where the framework has no pages. */
  summary: string;
  /** Arguments for curl after the address, for an example that runs as pasted. */
  example?: string;
  /** How long a streaming answer may take, where a host sets a limit. */
  maxSeconds?: number;
}

/**
 * A page of the frameworks that have React (next, vite-react, astro): a client component without props that renders the
 * whole page inside PageShell. The framework adds the route, the title, and the gate: a notice while variables of
 * `feature` are missing, and the way to sign in where `isGuarded`.
 */
export interface Page {
  path: string;
  title: string;
  component: CodeImport;
  /** Its name in the health report. */
  feature?: string;
  isGuarded?: boolean;
}

/** A service the app talks to, for the compose file. */
export interface ComposeService {
  name: string;
  image: string;
  environment?: Record<string, string>;
  ports?: string[];
  /** Volume name to path in the container. */
  volumes?: Record<string, string>;
  healthCommand: string;
  /** What the app's own variables are when it runs beside this service. */
  appEnvironment: Record<string, string>;
}

interface ReadmeSection {
  heading: string;
  body: string;
}

/** Shared components of the generated design; a project gets those that a feature asks for. */
export type ComponentName =
  | "button"
  | "feature-off"
  | "field"
  | "link"
  | "notice"
  | "page-shell"
  | "submit-button"
  | "text-area";

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
  tables?: TableSpec[];
  endpoints?: Endpoint[];
  pages?: Page[];
  /** React components around every page, outermost first. */
  wrappers?: CodeImport[];
  composeServices?: ComposeService[];
  /** Commands that must run before a build and before a type check, such as a code generator. */
  prebuild?: string[];
  /** `overrides` of package.json, exact versions. */
  overrides?: Record<string, string>;
  /** Packages the bundler must leave to Node. */
  externalPackages?: string[];
  /** Globs the server reads at run time, for hosts that copy only what is imported. */
  tracedFiles?: string[];
  ignoredPaths?: string[];
  readme?: ReadmeSection[];
  /** Rules for people and agents who change the project. */
  guidance?: string[];
}
