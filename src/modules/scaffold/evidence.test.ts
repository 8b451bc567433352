import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { catalogVersion } from "./catalog/versions";
import { parseConfig } from "./config";
import { digestOf } from "./digest";
import { findProof, notTriedSentence, type ProofRow, proofKey, proofSentence, type ShownRow } from "./evidence";
import { generate } from "./pure";
import { readEvidence } from "./read-evidence";

const rowOf = (choices: object, fields: Partial<ShownRow> = {}): ShownRow => ({
  config: parseConfig({ name: "harbour", ...choices }),
  level: 4,
  date: "2026-11-20",
  notRun: [],
  ...fields,
});

describe("findProof", () => {
  const notes = { database: "drizzle-postgres" };
  const wanted = parseConfig({ name: "shop", ...notes });

  it("finds the proof of the very configuration, whatever its name and an unused provider", () => {
    const rows = [rowOf({}), rowOf({ ...notes, aiProvider: "openai" }, { date: "2026-11-19" })];
    expect(findProof(rows, wanted)).toEqual({ kind: "exact", level: 4, date: "2026-11-19", notRun: [] });
  });

  it("needs a row for every two choices otherwise", () => {
    const both = parseConfig({ name: "shop", ...notes, extras: ["docker"] });
    const rows = [rowOf(notes), rowOf({ extras: ["docker"] })];
    expect(findProof(rows, both)).toBeUndefined();
    const third = rowOf({ ...notes, extras: ["docker", "ci"] }, { date: "2026-11-18" });
    expect(findProof([...rows, third], both)).toMatchObject({ kind: "pairs", level: 4, date: "2026-11-18" });
  });

  it("counts for pairs the last day of each, at the highest level shown", () => {
    const both = parseConfig({ name: "shop", extras: ["docker"] });
    const ci = { extras: ["docker", "ci"] };
    const old = rowOf(ci, { date: "2026-01-01" });
    expect(findProof([old, rowOf({ extras: ["docker", "vitest"] })], both)?.date).toBe("2026-11-20");
    expect(findProof([rowOf(ci, { level: 3 }), old], both)).toMatchObject({ level: 4, date: "2026-01-01" });
    expect(findProof([rowOf(ci, { level: 3 })], both)).toMatchObject({ level: 3 });
  });

  it("says nothing of what was never built", () => {
    expect(findProof([], wanted)).toBeUndefined();
    expect(findProof([rowOf(notes, { level: 2 })], wanted)).toBeUndefined();
  });

  it("names what none of the rows of a choice could use", () => {
    const clerk = { part: "Clerk", reason: "needs a Clerk application" };
    const docker = { part: "Docker image", reason: "no Docker engine on this machine" };
    const rows = [
      rowOf({ auth: "clerk", extras: ["docker", "vitest"] }, { notRun: [clerk, docker] }),
      rowOf({ auth: "clerk", extras: ["vitest", "ci"] }, { notRun: [clerk] }),
    ];
    const proof = findProof(rows, parseConfig({ name: "shop", auth: "clerk", extras: ["vitest"] }));
    expect(proof).toMatchObject({ kind: "pairs", notRun: [clerk] });
  });
});

it("tells configurations apart by what is generated, not by the name", () => {
  const keyOf = (choices: object) => proofKey(parseConfig({ name: "shop", ...choices }));
  expect(keyOf({ name: "quay" })).toBe(keyOf({}));
  expect(keyOf({ aiProvider: "openai" })).toBe(keyOf({}));
  expect(keyOf({ aiTemplate: "agent", aiProvider: "openai" })).not.toBe(keyOf({ aiTemplate: "agent" }));
});

describe("the words of a proof", () => {
  const proof = { kind: "exact", level: 4, date: "2026-11-21", notRun: [] } as const;

  it.each([
    [proof, "Proven: built and started on Nov 21, 2026."],
    [{ ...proof, level: 3 } as const, "Built on Nov 21, 2026, not started."],
    [
      { ...proof, kind: "pairs" } as const,
      "Every two of these choices were built and started together, last on Nov 21, 2026.",
    ],
    [
      { ...proof, kind: "pairs", level: 3 } as const,
      "Every two of these choices were built together, last on Nov 21, 2026.",
    ],
  ])("say what was done: %#", (given, sentence) => {
    expect(proofSentence({ ...given, notRun: [] })).toBe(sentence);
  });

  it("say what was not tried, without naming a machine", () => {
    expect(notTriedSentence({ ...proof, notRun: [] })).toBe("");
    const notRun = [
      { part: "Supabase", reason: "needs a Supabase project" },
      { part: "Docker image", reason: "no Docker engine on this machine" },
    ];
    expect(notTriedSentence({ ...proof, notRun })).toBe(
      "Not tried: Supabase (needs a Supabase project), Docker image (no Docker engine).",
    );
  });
});

describe("readEvidence", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "berth-evidence-"));
  const file = path.join(folder, "scaffold.json");
  afterAll(() => rmSync(folder, { recursive: true }));

  let writes = 0;
  const write = (content: unknown) => {
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    writes += 1;
    utimesSync(file, writes, writes);
  };
  const proven = async (choices: object): Promise<ProofRow> => {
    const row = rowOf(choices);
    return { ...row, digest: digestOf(await generate(row.config)), exercised: ["health"], seconds: 9 };
  };
  const evidence = { catalogVersion, node: "24.0.0", os: "linux x64" };

  it("keeps the rows whose files are those of today, and reads a file that changed again", async () => {
    const [holds, stale] = [await proven({}), await proven({ framework: "hono" })];
    write({ ...evidence, rows: [holds, { ...stale, digest: "0".repeat(64) }, { ...stale, level: 2 }] });
    expect(await readEvidence(file)).toEqual([rowOf({})]);
    write({ ...evidence, rows: [holds, stale] });
    expect(await readEvidence(file)).toHaveLength(2);
  });

  it("takes nothing from another catalog, a broken file or none", async () => {
    write({ ...evidence, catalogVersion: "2001-01-01", rows: [await proven({})] });
    expect(await readEvidence(file)).toEqual([]);
    for (const broken of ["{", "[]", { ...evidence, rows: [{ config: {} }] }]) {
      write(broken);
      expect(await readEvidence(file)).toEqual([]);
    }
    expect(await readEvidence(path.join(folder, "missing.json"))).toEqual([]);
  });
});
