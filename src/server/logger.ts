import { type Logger, pino } from "pino";
import { redactKnown } from "./redact";

/** JSON lines on stdout, every remembered secret redacted by value. */
export function createLogger(level: string, write: (line: string) => void = writeStdout): Logger {
  return pino(
    { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => write(redactKnown(line)) },
  );
}

function writeStdout(line: string): void {
  process.stdout.write(line);
}
