import type { Refusal } from "../../formats/entries";
import { type FormatId, formatNames, writeFormat } from "../../formats/formats";
import type { ExportedVariables } from "../../transfer/schema";
import type { EnvironmentPlace } from "../place";

const endings: Readonly<Record<FormatId, string>> = {
  dotenv: "env",
  json: "json",
  yaml: "yaml",
  shell: "sh",
  docker: "docker.env",
  kubernetes: "secret.yaml",
  "github-actions": "github.env",
};

/** The file is named by what it holds, such as `shop-production.env`. */
export function fileNameOf({ projectName, environment, configuration }: EnvironmentPlace, format: FormatId): string {
  const parts = [projectName, environment, configuration].filter((part) => part !== undefined);
  const name = parts
    .join("-")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[-.]+|-+$/g, "");
  return `${name || "environment"}.${endings[format]}`;
}

/** Formats by the names people know them under, with what each is for. */
export const formatChoices = Object.entries(formatNames).map(([id, { label, use }]) => ({
  id: id as FormatId,
  label,
  use,
}));

export interface WrittenExport {
  text: string;
  count: number;
  /** Never shown again, so left out. */
  restricted: string[];
  /** The format cannot hold them, so they were left out as asked. */
  leftOut: string[];
}

/** The exported values as text, or what the format cannot hold and nobody chose to leave out. */
export async function writeExport(
  { variables, restricted }: ExportedVariables,
  format: FormatId,
  { name, isRestOnly }: { name: string; isRestOnly: boolean },
): Promise<{ ok: true; written: WrittenExport } | { ok: false; refusals: Refusal[] }> {
  const leftOut = new Set<string>();
  for (;;) {
    const rest = variables.filter(({ key }) => !leftOut.has(key));
    const result = await writeFormat(rest, format, { name });
    if (result.ok)
      return { ok: true, written: { text: result.text, count: rest.length, restricted, leftOut: [...leftOut] } };
    if (!isRestOnly) return { ok: false, refusals: result.refusals };
    // Each round leaves out at least one more, and an empty text is refused by no format.
    for (const { key } of result.refusals) leftOut.add(key);
  }
}

/** Names to ask for in one request after the other; one without names asks for the whole environment. */
export function batchesOf(keys: readonly string[] | undefined, size = 1_000): (string[] | undefined)[] {
  if (keys === undefined) return [undefined];
  return Array.from({ length: Math.ceil(keys.length / size) }, (_, part) => keys.slice(part * size, (part + 1) * size));
}
