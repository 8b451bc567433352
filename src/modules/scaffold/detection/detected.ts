import type { ScaffoldConfig, VariableSpec } from "../schema";

/** Where something was found, and what stood there. */
export interface Evidence {
  file: string;
  line?: number;
  seen: string;
}

/** What kind of file names a variable; only `code`, `schema` and `package` mean that the app reads it when it runs. */
export type PlaceKind = "code" | "schema" | "package" | "test" | "example" | "container" | "workflow";

interface VariablePlace {
  file: string;
  line: number;
  kind: PlaceKind;
}

/** A variable the project reads, in the shape of a declared one, with every place that names it. */
export interface DetectedVariable extends VariableSpec {
  /** Whose value it is, such as `stripe`; absent for one of the project's own. */
  provider?: string;
  places: VariablePlace[];
}

/** `none` stands for nothing found. Known choices carry the names of a configuration, others the framework's own. */
interface DetectedStack {
  framework: string;
  packageManager: string;
  database: string;
  auth: string;
  aiProvider: string;
  aiTemplate: string;
  extras: string[];
}

export type StackField = keyof DetectedStack;

/** How the project is built and started; a command is absent where there is none to give. */
export interface ProjectCommands {
  build?: string;
  start?: string;
}

export interface DetectedPackage extends DetectedStack {
  /** Folder inside the project; empty for the project itself. */
  path: string;
  name?: string;
  commands: ProjectCommands;
  evidence: Partial<Record<StackField, Evidence[]>>;
  variables: DetectedVariable[];
}

/** Something that was left out or could not be read, for people. */
export interface Note {
  level: "info" | "warning";
  message: string;
  file?: string;
}

export interface DetectedProject extends DetectedPackage {
  /** The folder that is deployed: the project's own, or the app of a monorepo that was found first. */
  appPath: string;
  /** The configuration in a readable `berth.json`. */
  config?: ScaffoldConfig;
  /** The packages of a monorepo; empty when the project is one package. */
  packages: DetectedPackage[];
  notes: Note[];
  fileCount: number;
}

/** The variables the app itself reads: not those that only its tests or its pipeline name. */
export function appVariables(variables: readonly DetectedVariable[]): DetectedVariable[] {
  return variables.filter(({ places }) => places.some(({ kind }) => kind !== "test" && kind !== "workflow"));
}
