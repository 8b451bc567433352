import { type Command, CommanderError } from "commander";
import { AppError, toAppError, toExitCode } from "@/server/errors";
import { isJson, writeError, writeResult } from "./output";

/** A command that did its work, and the work failed (a failed deploy, an invalid .env): what to say was said already. */
export class CommandFailed extends Error {
  readonly exitCode: 1 | 8;

  constructor(exitCode: 1 | 8 = 1) {
    super("the command failed");
    this.exitCode = exitCode;
  }
}

/** Runs the command line and sets the exit code of the contract; every error is one sentence on standard error. */
export async function runProgram(program: Command, argv: string[]): Promise<void> {
  // A reader that closes early (`| head`) is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  try {
    if (argv.length <= 2) program.outputHelp();
    else await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommandFailed) return error.exitCode;
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // Commander has written its own message, with a suggestion, to standard error.
    if (isJson()) writeResult({ error: { code: "VALIDATION", message: error.message.replace(/^error: /, "") } });
    return 2;
  }
  const known = fromServer(error) ?? toAppError(error);
  const message = known.code === "INTERNAL" && error instanceof Error ? error.message : known.message;
  writeError(message);
  if (isJson()) writeResult({ error: { code: known.code, message, details: known.details } });
  return toExitCode(known.code);
}

/** What a Berth server answered, carried in a tRPC client error; or the network's own failure. */
function fromServer(error: unknown): AppError | undefined {
  if (!(error instanceof Error) || error.name !== "TRPCClientError") return undefined;
  const data =
    "data" in error ? (error.data as { error?: { code: AppError["code"]; details?: unknown } } | null) : null;
  if (data?.error) return new AppError(data.error.code, error.message, { details: data.error.details });
  return new AppError("UPSTREAM", `Berth did not answer: ${reasonOf(error)}`, { cause: error });
}

/** Node says "fetch failed" and keeps the reason in the causes. */
function reasonOf(error: Error): string {
  let at: unknown = error;
  let reason = error.message;
  while (at instanceof Error) {
    reason = at.message || ("code" in at ? String(at.code) : reason);
    at = at.cause;
  }
  return reason;
}
