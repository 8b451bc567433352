import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { ProofRow } from "../evidence";
import { ScaffoldConfig } from "../schema";
import { optionsTable, provenTable } from "./readme-tables";

const readme = readFileSync(path.join(import.meta.dirname, "../../../..", "README.md"), "utf8");

function proven(level: number, notRun: ProofRow["notRun"] = []): ProofRow {
  const config = ScaffoldConfig.parse({ name: "shop" });
  return { config, digest: "", level, exercised: [], notRun, date: "2026-11-21", seconds: 1 };
}

it("the README shows the options of today; `npm run scaffold:prove -- --readme` writes them", () => {
  expect(readme).toContain(`<!-- catalog -->\n${optionsTable()}\n<!-- /catalog -->`);
  expect(readme).toMatch(/<!-- proven -->\n\| level \|[\s\S]*\n<!-- \/proven -->/);
});

it("names once what several options need", () => {
  expect(optionsTable()).toContain(" MongoDB, MongoDB with Mongoose (the address of a MongoDB server); Supabase (a ");
});

it("counts a row at every level it reached", () => {
  const table = provenTable([proven(4), proven(4), proven(2)], 5).split("\n");
  expect(table.slice(2).map((line) => /(\d of \d) \|$/.exec(line)?.[1])).toEqual([
    "3 of 5",
    "3 of 5",
    "2 of 5",
    "2 of 5",
  ]);
});

it("says what was not used, in how many rows, and why", () => {
  const docker = { part: "Docker image", reason: "no Docker engine on this machine" };
  const clerk = { part: "Clerk", reason: "needs a Clerk application" };
  expect(provenTable([proven(4, [docker]), proven(4, [docker, clerk])], 2)).toContain(
    "Not used, for want of what they need: Clerk in 1 row (needs a Clerk application), " +
      "Docker image in 2 rows (no Docker engine on this machine).",
  );
});
