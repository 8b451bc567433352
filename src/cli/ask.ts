import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { AppError } from "@/server/errors";
import { isJson } from "./output";

/** Whether a person can be asked. */
export function isInteractive(): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY) && !isJson();
}

/** Asks on standard error, so that standard output stays the result. */
export async function ask(question: string, fallback?: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = (await prompt.question(fallback ? `${question} (${fallback}): ` : `${question} `)).trim();
    return answer || (fallback ?? "");
  } finally {
    prompt.close();
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
    return await prompt.question("");
  } finally {
    prompt.close();
    process.stderr.write("\n");
  }
}
