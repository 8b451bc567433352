import * as z from "zod";
import { ScaffoldConfig } from "./schema";

/** What was shown of one configuration. Levels: 1 generates, 2 has types that hold, 3 builds, 4 starts and works. */
export const ProofRow = z.object({
  config: ScaffoldConfig,
  /** sha256 of the generated files; evidence for other files is none. */
  digest: z.string(),
  level: z.number().int().min(1).max(4),
  /** Parts that were used in the running app. */
  exercised: z.array(z.string()),
  /** Parts that need an account or a service that the machine lacked, with the reason. */
  notRun: z.array(z.object({ part: z.string(), reason: z.string() })),
  /** ISO day. */
  date: z.string(),
  seconds: z.number(),
});
export type ProofRow = z.infer<typeof ProofRow>;

/** `evidence/scaffold.json`, written by `npm run scaffold:prove`. */
export const Evidence = z.object({
  catalogVersion: z.string(),
  node: z.string(),
  os: z.string(),
  rows: z.array(ProofRow),
});
export type Evidence = z.infer<typeof Evidence>;

/** Identifies a configuration whatever its name. */
export function proofKey(config: ScaffoldConfig): string {
  return JSON.stringify({ ...config, name: "" });
}

/** What is known of a configuration: its own proof, else that every two of its choices were proven together. */
export interface Proof {
  kind: "exact" | "pairs";
  level: number;
  /** ISO day; of pairs the earliest. */
  date: string;
  notRun: string[];
}

/** The proof of this configuration, or undefined where there is none. */
export function findProof(rows: readonly ProofRow[], config: ScaffoldConfig): Proof | undefined {
  const key = proofKey(config);
  const own = rows.find((row) => proofKey(row.config) === key);
  if (own !== undefined)
    return { kind: "exact", level: own.level, date: own.date, notRun: own.notRun.map(({ part }) => part) };
  return proofOfPairs(rows, config);
}

function proofOfPairs(rows: readonly ProofRow[], config: ScaffoldConfig): Proof | undefined {
  const wanted = choicesOf(config);
  const shown = rows.map((row) => ({ row, choices: new Set(choicesOf(row.config)) }));
  let level = 4;
  let date = "";
  for (const [index, left] of wanted.entries()) {
    for (const right of wanted.slice(index)) {
      const witnesses = shown.filter(({ choices }) => choices.has(left) && choices.has(right));
      if (witnesses.length === 0) return undefined;
      const best = witnesses.reduce((most, next) => (next.row.level > most.row.level ? next : most));
      level = Math.min(level, best.row.level);
      if (date === "" || best.row.date < date) date = best.row.date;
    }
  }
  return { kind: "pairs", level, date, notRun: [] };
}

function choicesOf(config: ScaffoldConfig): string[] {
  const single = ["framework", "database", "auth", "aiTemplate", "packageManager"] as const;
  const choices = single.map((field) => `${field}=${config[field]}`);
  if (config.aiTemplate !== "none") choices.push(`aiProvider=${config.aiProvider}`);
  return [...choices, ...config.authProviders.map((value) => `by ${value}`), ...config.extras];
}
