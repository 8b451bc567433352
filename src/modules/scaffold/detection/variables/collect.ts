import { setImmediate as turn } from "node:timers/promises";
import type { Evidence } from "../detected";
import { lineAt, type ProjectFiles } from "../project-files";
import type { CodeClues } from "../stack";
import { codeReads } from "./code-reads";
import { isName, type VariableRead } from "./read";
import { scriptOf } from "./script-blocks";
import { parseSource } from "./syntax";
import {
  composeReads,
  dockerfileReads,
  exampleReads,
  markupReads,
  prismaReads,
  pythonReads,
  workflowReads,
} from "./text-reads";

export interface FileReads {
  file: string;
  reads: VariableRead[];
}

export interface Collected {
  reads: FileReads[];
  clues: Map<string, CodeClues>;
}

const sourceFile = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const markupFile = /\.(?:vue|svelte|astro)$/;
const testFile =
  /(?:^|\/)(?:__tests__|__mocks__|tests?|e2e|cypress|spec|playwright|stories|examples?|fixtures)\/|\.(?:test|spec|e2e|stories|cy)\.[a-z]+$|(?:^|\/)(?:playwright|vitest|jest|cypress)\.(?:config|setup)\.[a-z]+$/;
const exampleFile =
  /(?:^|\/)\.?env(?:\.[\w-]+)*\.(?:example|sample|template|dist|defaults?)$|(?:^|\/)(?:example|sample)\.env$/;

const readers: readonly (readonly [file: RegExp, read: (text: string) => VariableRead[]])[] = [
  [exampleFile, exampleReads],
  [/(?:^|\/)(?:Docker|Container)file(?:\.[\w.-]+)?$|\.dockerfile$/i, dockerfileReads],
  [/(?:^|\/)(?:docker-)?compose(?:\.[\w.-]+)?\.ya?ml$/, composeReads],
  [/(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/, workflowReads],
  [/\.prisma$/, prismaReads],
  [/\.py$/, pythonReads],
];

/** Parsing all of a hostile project must not take for ever; a thousand files take about two seconds. */
const parseBudgetMs = 60_000;

/** Files are read together, so that a slow disk is waited for once and not for each of them. */
const readTogether = 32;

/** Reads every file that can name a variable. Only files that mention the environment are parsed. */
export async function collectReads(files: ProjectFiles, signal?: AbortSignal): Promise<Collected> {
  const collected: Collected = { reads: [], clues: new Map() };
  const deadline = performance.now() + parseBudgetMs;
  const wanted = files.paths.filter((file) => sourceFile.test(file) || readers.some(([pattern]) => pattern.test(file)));
  for (let at = 0; at < wanted.length; at += readTogether) {
    signal?.throwIfAborted();
    const together = wanted.slice(at, at + readTogether);
    const texts = await Promise.all(together.map(async (file) => ({ file, text: await files.text(file) })));
    for (const { file, text } of texts) {
      if (text === undefined) continue;
      if (performance.now() > deadline) files.skip("reading the code took longer than a minute", file);
      else readText(files, file, text, collected);
    }
    // Whoever shares the process gets a turn.
    await turn();
  }
  return collected;
}

function readText(files: ProjectFiles, file: string, text: string, collected: Collected): void {
  const reader = readers.find(([pattern]) => pattern.test(file))?.[1];
  if (reader) collected.reads.push({ file, reads: named(reader(text)) });
  else readSource(files, file, text, collected);
}

/** A cheap look before the parser: every way to read a variable has one of these words in it. */
const mentionsEnvironment =
  /\benv\b|Env\w*\s*[(<]|\benv_?var|envField|runtimeConfig|validationSchema|config(?:Service)?\.get/i;

function readSource(files: ProjectFiles, file: string, text: string, collected: Collected): void {
  const isTest = testFile.test(file);
  if (!isTest) noteClues(collected.clues, file, text);
  if (!mentionsEnvironment.test(text)) return;
  const code = markupFile.test(file) ? scriptOf(text, file) : text;
  const outcome = parseSource(code, markupFile.test(file) ? "block.ts" : file);
  if (outcome.kind === "unreadable") {
    files.skip(outcome.reason, file);
    return;
  }
  const reads = named(codeReads(outcome.root));
  if (markupFile.test(file)) reads.push(...beside(reads, markupReads(text)));
  if (reads.length === 0) return;
  collected.reads.push({
    file,
    reads: isTest ? reads.map((read) => ({ ...read, kind: "test", need: "optional" })) : reads,
  });
}

/** What the markup reads besides the scripts, whose reads stand in the same text. */
function beside(known: readonly VariableRead[], reads: readonly VariableRead[]): VariableRead[] {
  const seen = new Set(known.map(({ key, line }) => `${key}:${line}`));
  return reads.filter(({ key, line }) => !seen.has(`${key}:${line}`));
}

function named(reads: VariableRead[]): VariableRead[] {
  return reads.filter(({ key }) => isName(key));
}

const supabaseSignIn = /supabase\w*(?:\(\))?\s*\.auth\s*\.(?:sign|getUser|getSession|onAuth|exchange)/i;
const aiCalls = {
  rag: /\bembed(?:Many)?\s*\(/,
  agent: /\b(?:stepCountIs|maxSteps|ToolLoopAgent|isStepCount)\b/,
  structured: /\b(?:generateObject|streamObject|Output\.object)\b/,
  chatbot: /\b(?:useChat|streamText|chat\.completions\.create|messages\.(?:create|stream))\b/,
} as const;

/** What a source says about sign-in and AI, kept by file so that each package of a monorepo gets its own. */
function noteClues(all: Map<string, CodeClues>, file: string, text: string): void {
  const at = (pattern: RegExp): Evidence | undefined => {
    const match = pattern.exec(text);
    return match ? { file, line: lineAt(text, match.index), seen: match[0].slice(0, 60) } : undefined;
  };
  const signIn = at(supabaseSignIn);
  const ai: CodeClues["ai"] = {};
  for (const kind of ["rag", "agent", "structured", "chatbot"] as const) {
    const found = at(aiCalls[kind]);
    if (found) ai[kind] = found;
  }
  if (!signIn && Object.keys(ai).length === 0) return;
  all.set(file, { ...(signIn ? { supabaseSignIn: signIn } : {}), ai });
}
