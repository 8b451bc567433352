import type { VariableSpec } from "../../schema";
import type { PlaceKind } from "../detected";

/** One place that names a variable. `plain` says nothing about whether the app can go without it. */
export interface VariableRead {
  key: string;
  line: number;
  kind: PlaceKind;
  need: "required" | "plain" | "optional";
  defaultValue?: string;
  /** A value as an example file shows it. */
  example?: string;
  valueKind?: VariableSpec["kind"];
}

const environmentName = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** Whether a text can be the name of an environment variable. */
export function isName(text: unknown): text is string {
  return typeof text === "string" && environmentName.test(text);
}

/** Whether a text is written the way environment variables are, so that it stands for one where others could stand. */
export function isUpperName(text: unknown): text is string {
  return typeof text === "string" && /^[A-Z][A-Z0-9_]{0,127}$/.test(text);
}
