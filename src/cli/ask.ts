import { createInterface, type Interface } from "node:readline/promises";
import { Writable } from "node:stream";
import { AppError } from "@/server/errors";
import { isJson, writeNote } from "./output";
import { CommandFailed } from "./run";

/** Whether a person can be asked. */
export function isInteractive(): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY) && !isJson();
}

/** Asks on standard error, so that standard output stays the result. */
export async function ask(question: string, fallback?: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = (await answerTo(prompt, fallback ? `${question} (${fallback}): ` : `${question} `)).trim();
    return answer || (fallback ?? "");
  } finally {
    prompt.close();
  }
}

/** The answer; Ctrl-C and Ctrl-D end the command as cancelled. */
async function answerTo(prompt: Interface, question: string): Promise<string> {
  const closed = new AbortController();
  prompt.once("close", () => closed.abort());
  try {
    return await prompt.question(question, { signal: closed.signal });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "AbortError") throw error;
    writeNote("\nNothing was done.");
    throw new CommandFailed(8);
  }
}

/** What destroys asks for the name typed; without a terminal it needs --yes. */
export async function confirmByName(what: string, name: string, isConfirmed: boolean | undefined): Promise<void> {
  if (isConfirmed) return;
  if (!isInteractive()) throw new AppError("VALIDATION", `${what} Add --yes to do it without being asked.`);
  const answer = await ask(`${what} Type ${name} to go on:`);
  if (answer !== name) throw new AppError("VALIDATION", "That is not the name, so nothing was changed.");
}

/** Asks without showing what is typed. */
export async function askSecret(question: string): Promise<string> {
  process.stderr.write(`${question} `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await answerTo(prompt, "");
  } finally {
    prompt.close();
    process.stderr.write("\n");
  }
}
