import type { AppUser } from "./folders";
import { endLaunch, launch } from "./launcher";
import { LineSplitter } from "./lines";

export interface CommandOptions {
  command: string[];
  folder: string;
  env: Record<string, string>;
  user: AppUser | undefined;
  record: string;
  signal: AbortSignal;
  onLine(stream: "stdout" | "stderr", line: string): void;
}

export interface CommandResult {
  exitCode: number | null;
  killedBy: NodeJS.Signals | null;
  /** The last lines, both streams as they came. */
  tail: string[];
}

const tailLength = 400;
/** A build has nothing to save, so it gets little time to say goodbye. */
const buildGraceMs = 2000;

/** Runs a command to its end, handing over each line as it comes. Aborting ends its whole process group first, then throws. */
export async function runCommand(options: CommandOptions): Promise<CommandResult> {
  options.signal.throwIfAborted();
  const { child } = await launch({ ...options, output: "pipes", isBackground: true });
  const tail: string[] = [];
  for (const stream of ["stdout", "stderr"] as const) {
    const lines = new LineSplitter((line) => {
      tail.push(line);
      if (tail.length > tailLength * 2) tail.splice(0, tailLength);
      options.onLine(stream, line);
    });
    child[stream]?.on("data", (chunk: Buffer) => lines.write(chunk)).on("end", () => lines.end());
  }
  const closed = new Promise<Pick<CommandResult, "exitCode" | "killedBy">>((resolve) => {
    child.once("close", (exitCode, killedBy) => resolve({ exitCode, killedBy }));
  });
  const aborted = new Promise<"aborted">((resolve) => {
    if (options.signal.aborted) resolve("aborted");
    options.signal.addEventListener("abort", () => resolve("aborted"), { once: true });
  });
  const outcome = await Promise.race([closed, aborted]);
  await endLaunch(options.record, buildGraceMs);
  if (outcome === "aborted") options.signal.throwIfAborted();
  return { ...(await closed), tail: tail.slice(-tailLength) };
}
