import { detectProject } from "@/modules/scaffold";
import { generate, variablesOf } from "@/modules/scaffold/pure";
import type { ScaffoldConfig } from "@/modules/scaffold/schema";
import type { ReadVariable } from "./schema";

const maxKept = 16;
const kept = new Map<string, Promise<ReadVariable[]>>();

/** What a generated project reads: declared by its features, with the places in the files they write. */
export function readsOf(config: ScaffoldConfig): Promise<ReadVariable[]> {
  // The name of a project changes no variable.
  const id = JSON.stringify({ ...config, name: "" });
  const known = kept.get(id) ?? findReads(config);
  kept.delete(id);
  kept.set(id, known);
  known.catch(() => kept.delete(id));
  const [oldest] = kept.keys();
  if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
  return known;
}

async function findReads(config: ScaffoldConfig): Promise<ReadVariable[]> {
  const files = (await generate(config)).map(({ path, content }) => {
    const bytes = new TextEncoder().encode(content);
    return { path, size: bytes.byteLength, read: () => bytes };
  });
  const { variables } = await detectProject({ files });
  const places = new Map(variables.map((variable) => [variable.key, variable.places]));
  return variablesOf(config).map((spec) => ({ ...spec, places: places.get(spec.key) ?? [] }));
}
