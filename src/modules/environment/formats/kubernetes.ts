import { isMap, type Pair } from "yaml";
import { Findings, type ParsedText, type Refusal } from "./entries";
import { openYaml, quoteYaml, readPair, scalarText, yamlLine } from "./yaml";

/** A Secret holds 1 MiB at most; its values are counted here without their base64. */
const maxSecretBytes = 1_048_576;
const maxNameLength = 253;

/** Reads `data` (base64) and `stringData` of a Secret, and `data` of a ConfigMap, wherever in the text they stand. */
export function readKubernetes(text: string): ParsedText {
  const findings = new Findings();
  const { documents, place } = openYaml(text, findings);
  if (findings.problems.length > 0) return findings.done();
  let found = 0;
  for (const { items } of documents) {
    const kind = scalarText(valueAt(items, "kind"));
    if (!items || (kind !== "Secret" && kind !== "ConfigMap")) continue;
    found += 1;
    for (const field of ["data", "stringData"]) {
      const map = valueAt(items, field);
      if (!isMap(map)) continue;
      const isEncoded = kind === "Secret" && field === "data";
      for (const item of map.items) readPair(item, findings, place, isEncoded ? decodeBase64 : undefined);
    }
  }
  if (found === 0) findings.error(1, 1, "There is no Secret and no ConfigMap here. Check the kind of each document.");
  return findings.done();
}

export function writeKubernetes(entries: readonly { key: string; value: string }[], name: string): string {
  const data = entries.map(({ key, value }) => `  ${yamlLine(key, quoteYaml(encodeBase64(value)))}`).join("");
  const head = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${quoteYaml(name)}\ntype: Opaque\n`;
  return entries.length === 0 ? `${head}data: {}\n` : `${head}data:\n${data}`;
}

/** Why a Secret cannot hold these values. */
export function refuseKubernetes(entries: readonly { key: string; value: string }[]): Refusal[] {
  const long = entries.filter(({ key }) => key.length > maxNameLength);
  const refusals = long.map(({ key }) => ({
    key,
    reason: `Kubernetes takes names of ${maxNameLength} characters at most.`,
  }));
  const sizes = entries.map(({ key, value }) => ({ key, bytes: new TextEncoder().encode(value).length }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= maxSecretBytes) return refusals;
  const largest = sizes.reduce((one, other) => (other.bytes > one.bytes ? other : one));
  const reason = `A Secret holds 1 MiB at most and these values have ${total} bytes. Export fewer of them.`;
  return [...refusals, { key: largest.key, reason }];
}

/** A name Kubernetes takes, made of parts such as the project and its environment. */
export function resourceName(...parts: string[]): string {
  const name = parts
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-");
  return name.slice(0, 63).replace(/^-+|-+$/g, "") || "environment";
}

function valueAt(items: readonly Pair[] | undefined, name: string): unknown {
  return items?.find(({ key }) => scalarText(key) === name)?.value;
}

function encodeBase64(text: string): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function decodeBase64(encoded: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
