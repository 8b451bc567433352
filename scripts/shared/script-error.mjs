/** A failure whose message is all a person needs; no stack is shown. */
export class ScriptError extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Runs a script's main function; a failure becomes one message and an exit code. */
export function runMain(main) {
  main().catch((error) => {
    console.error(error instanceof ScriptError ? error.message : error);
    process.exitCode = error instanceof ScriptError ? error.exitCode : 1;
  });
}
