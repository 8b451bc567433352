import type { VariableSpec } from "../../schema";
import type { DetectedVariable, PlaceKind } from "../detected";
import { lineOfName, type Manifest } from "../manifest";
import type { FileReads } from "./collect";
import { familyOf, isPublicName, isRuntimeName, readByPackage } from "./providers";
import type { VariableRead } from "./read";

interface PlacedRead extends VariableRead {
  file: string;
}

/** One variable for all the places that name it, in alphabetical order; required ones first. */
export function mergeVariables(found: readonly FileReads[], manifests: readonly Manifest[]): DetectedVariable[] {
  const byKey = new Map<string, PlacedRead[]>();
  const add = (read: PlacedRead) => byKey.set(read.key, [...(byKey.get(read.key) ?? []), read]);
  for (const { file, reads } of found) {
    for (const read of reads) if (!isRuntimeName(read.key)) add({ ...read, file });
  }
  for (const read of packageReads(manifests, byKey)) add(read);
  const variables = Array.from(byKey, ([key, reads]) => variableOf(key, reads));
  return variables.sort(
    (one, other) => Number(other.required) - Number(one.required) || (one.key < other.key ? -1 : 1),
  );
}

/** What packages read by themselves, unless the code gives them a variable of the same provider. */
function packageReads(manifests: readonly Manifest[], known: ReadonlyMap<string, readonly PlacedRead[]>): PlacedRead[] {
  const named = new Set(
    Array.from(known).flatMap(([key, reads]) => {
      const family = familyOf(key);
      const isRead = reads.some(({ kind }) => kind === "code" || kind === "schema");
      return family?.kind === "secret" && isRead ? [family.provider] : [];
    }),
  );
  return manifests.flatMap((manifest) =>
    readByPackage.flatMap(({ packages, keys, optional = [] }) => {
      const dependency = Object.keys(manifest.dependencies).find((name) => packages.test(name));
      if (dependency === undefined) return [];
      const line = lineOfName(manifest, dependency);
      const isNamed = keys.some((key) => named.has(familyOf(key)?.provider ?? "") && !known.has(key));
      if (isNamed) return [];
      const place = { file: manifest.file, line, kind: "package" as const };
      return [
        ...keys.map((key): PlacedRead => ({ key, ...place, need: "plain" })),
        ...optional.map((key): PlacedRead => ({ key, ...place, need: "optional" })),
      ];
    }),
  );
}

const order: readonly PlaceKind[] = ["code", "schema", "package", "example", "container", "workflow", "test"];

function variableOf(key: string, reads: readonly PlacedRead[]): DetectedVariable {
  const family = familyOf(key);
  const isPublic = isPublicName(key);
  const sensitive = !isPublic && (family?.sensitive ?? looksSecret(key));
  const source = family?.source ?? "user";
  const kind =
    reads.find(({ valueKind }) => valueKind)?.valueKind ??
    (isPublic && family?.kind === "secret" ? undefined : family?.kind) ??
    kindOf(key, sensitive);
  const required = isRequired(reads) && !(source === "platform" && reads.every(({ need }) => need !== "required"));
  const defaultValue = reads.find((read) => read.defaultValue !== undefined && read.kind !== "test")?.defaultValue;
  const example = reads.find((read) => read.example && read.kind === "example")?.example;
  const feature = family?.feature ?? "The app";
  return {
    key,
    kind,
    required,
    sensitive,
    public: isPublic,
    source,
    // Only a schema or a check in the code says for sure that the app does not start without.
    skippableLocally: !reads.some(
      ({ kind: from, need }) => from === "schema" || (from === "code" && need === "required"),
    ),
    description: family?.description ?? descriptionOf(feature, reads),
    ...(example && !sensitive ? { example } : {}),
    ...(family?.rule && kind === family.kind ? { rule: family.rule } : {}),
    aliases: [],
    feature,
    ...(defaultValue === undefined || required ? {} : { defaultValue }),
    ...(family && family.provider !== "app" ? { provider: family.provider } : {}),
    places: placesOf(reads),
  };
}

/** A schema or a check that throws decides; else one place that copes without the variable is enough. */
function isRequired(reads: readonly PlacedRead[]): boolean {
  const run = reads.filter(({ kind }) => kind === "code" || kind === "schema" || kind === "package");
  const schema = run.filter(({ kind }) => kind === "schema");
  if (schema.length > 0) return schema.some(({ need }) => need !== "optional");
  if (run.some(({ need }) => need === "required")) return true;
  if (run.length > 0) return run.every(({ need }) => need === "plain");
  const shown = reads.filter(({ kind }) => kind === "example");
  return shown.length > 0 && shown.every(({ need }) => need === "plain");
}

function looksSecret(key: string): boolean {
  return /SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|PRIVATE|CREDENTIAL|API_?KEY|ACCESS_KEY|SIGNING|WEBHOOK|_KEY$|_DSN$|_SALT$/.test(
    key,
  );
}

function kindOf(key: string, sensitive: boolean): VariableSpec["kind"] {
  if (/_PORT$/.test(key)) return "port";
  if (/(?:^|_)(?:URL|ENDPOINT)$/.test(key)) return "url";
  return sensitive ? "secret" : "string";
}

function descriptionOf(feature: string, reads: readonly PlacedRead[]): string {
  const [first] = placesOf(reads);
  const where = first ? `${first.file}:${first.line}` : "the project";
  if (first?.kind === "workflow") return `Used by the pipeline in ${where}.`;
  if (first?.kind === "test") return `Used by tests in ${where}.`;
  return feature === "The app" ? `Read in ${where}.` : `For ${feature}; read in ${where}.`;
}

function placesOf(reads: readonly PlacedRead[]) {
  const places = reads.map(({ file, line, kind }) => ({ file, line, kind }));
  const seen = new Set<string>();
  return places
    .sort(
      (one, other) =>
        order.indexOf(one.kind) - order.indexOf(other.kind) ||
        (one.file < other.file ? -1 : 1) ||
        one.line - other.line,
    )
    .filter(({ file, line }) => !seen.has(`${file}:${line}`) && seen.add(`${file}:${line}`))
    .slice(0, 50);
}
