import * as z from "zod";
import { ScaffoldConfig } from "./schema";

/** A part that was not used, for want of an account or a service, with the reason. */
const NotRun = z.object({ part: z.string(), reason: z.string() });
type NotRun = z.infer<typeof NotRun>;

/** What was shown of one configuration. Levels: 1 generates, 2 has types that hold, 3 builds, 4 starts and works. */
export const ProofRow = z.object({
  config: ScaffoldConfig,
  /** sha256 of the generated files; evidence for other files is none. */
  digest: z.string(),
  level: z.number().int().min(1).max(4),
  /** Parts that were used in the running app. */
  exercised: z.array(z.string()),
  notRun: z.array(NotRun),
  /** ISO day. */
  date: z.iso.date(),
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

/** A row as far as the wizard shows it. */
export type ShownRow = Pick<ProofRow, "config" | "level" | "date" | "notRun">;

/** What is known of a configuration: its own proof, else that every two of its choices were proven together. */
export interface Proof {
  kind: "exact" | "pairs";
  level: 3 | 4;
  /** ISO day; of pairs the earliest of the days on which each was last shown. */
  date: string;
  notRun: NotRun[];
}

/** Identifies a configuration whatever its name; who runs the model counts only where there is one. */
export function proofKey(config: ScaffoldConfig): string {
  const aiProvider = config.aiTemplate === "none" ? "" : config.aiProvider;
  return JSON.stringify({ ...config, aiProvider, name: "" });
}

/** The proof of this configuration, or undefined where nothing shows that it builds. */
export function findProof(rows: readonly ShownRow[], config: ScaffoldConfig): Proof | undefined {
  const key = proofKey(config);
  const own = rows.find((row) => proofKey(row.config) === key);
  const level = own && shownLevel(own.level);
  if (own && level) return { kind: "exact", level, date: own.date, notRun: own.notRun };
  return proofOfPairs(rows, config);
}

const day = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });

/** The proof in a sentence: what was done, and when. */
export function proofSentence({ kind, level, date }: Proof): string {
  const on = day.format(new Date(date));
  if (kind === "pairs") {
    const done = level === 4 ? "built and started" : "built";
    return `Every two of these choices were ${done} together, last on ${on}.`;
  }
  return level === 4 ? `Proven: built and started on ${on}.` : `Built on ${on}, not started.`;
}

/** What the proof does not show, in a sentence; empty where nothing is missing. */
export function notTriedSentence({ notRun }: Proof): string {
  if (notRun.length === 0) return "";
  // The machine of a reason is the one the proof ran on, not the reader's.
  const parts = notRun.map(({ part, reason }) => `${part} (${reason.replace(/ (on this machine|here)$/, "")})`);
  return `Not tried: ${parts.join(", ")}.`;
}

function shownLevel(level: number): Proof["level"] | undefined {
  if (level >= 4) return 4;
  return level === 3 ? 3 : undefined;
}

function proofOfPairs(rows: readonly ShownRow[], config: ScaffoldConfig): Proof | undefined {
  const wanted = choicesOf(config);
  const shown = rows.map((row) => ({ row, choices: new Set(choicesOf(row.config)) }));
  const proof: Proof = { kind: "pairs", level: 4, date: "9999", notRun: [] };
  for (const [index, left] of wanted.entries()) {
    for (const right of wanted.slice(index)) {
      const witnesses = shown.filter(({ choices }) => choices.has(left) && choices.has(right)).map(({ row }) => row);
      const level = shownLevel(Math.max(0, ...witnesses.map((row) => row.level)));
      if (level === undefined) return undefined;
      const best = witnesses.filter((row) => row.level >= level);
      const last = best.reduce((latest, { date }) => (date > latest ? date : latest), "");
      if (level < proof.level) proof.level = level;
      if (last < proof.date) proof.date = last;
      if (left === right) addMissing(proof.notRun, best);
    }
  }
  return proof;
}

/** What none of the rows of a choice could use is what the choice itself lacked. */
function addMissing(missing: NotRun[], rows: readonly ShownRow[]): void {
  const lacks = (row: ShownRow, part: string) => row.notRun.some((entry) => entry.part === part);
  for (const entry of rows[0]?.notRun ?? []) {
    if (missing.some(({ part }) => part === entry.part)) continue;
    if (rows.every((row) => lacks(row, entry.part))) missing.push(entry);
  }
}

function choicesOf(config: ScaffoldConfig): string[] {
  const single = ["framework", "database", "auth", "aiTemplate", "packageManager"] as const;
  const choices = single.map((field) => `${field}=${config[field]}`);
  if (config.aiTemplate !== "none") choices.push(`aiProvider=${config.aiProvider}`);
  return [...choices, ...config.authProviders.map((value) => `by ${value}`), ...config.extras];
}
