import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";

const maxLogBytes = 20 * 1024 * 1024;
const keptLines = 40;
const isVerbose = ["trace", "debug", "info"].includes(process.env.LOG_LEVEL ?? "");

/**
 * Everything the server writes goes to BERTH_HOME/logs/server.log. On the terminal it stays calm: until the server is
 * ready nothing, then plain lines and log entries from warnings upward. With LOG_LEVEL info or lower, every line as it is.
 */
export function watchOutput(child, home) {
  const file = openLog(home);
  const log = createWriteStream(file, { flags: "a", mode: 0o600 });
  const plain = [];
  const waiting = new Set();
  const state = { isReady: false };
  const onLine = (line, target) => {
    log.write(`${line}\n`);
    const entry = parseEntry(line);
    for (const check of entry ? waiting : []) check(entry);
    if (isVerbose) return target.write(`${line}\n`);
    if (!entry) plain.push(line);
    if (plain.length > keptLines) plain.shift();
    if (entry && entry.level >= 40) target.write(`${entryLine(entry)}\n`);
    else if (!entry && state.isReady) target.write(`${line}\n`);
  };
  createInterface({ input: child.stdout }).on("line", (line) => onLine(line, process.stdout));
  createInterface({ input: child.stderr }).on("line", (line) => onLine(line, process.stderr));
  return {
    file,
    /** Plain lines so far, the newest last: why a start failed. */
    plain,
    /** Calls back once, with the first log entry of this message. */
    onEntry(message, callback) {
      const check = (entry) => {
        if (entry.msg !== message) return;
        waiting.delete(check);
        callback(entry);
      };
      waiting.add(check);
    },
    setReady() {
      state.isReady = true;
    },
  };
}

function openLog(home) {
  const file = path.join(home, "logs", "server.log");
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if (existsSync(file) && statSync(file).size > maxLogBytes) renameSync(file, `${file}.1`);
  return file;
}

function parseEntry(line) {
  if (!line.startsWith("{")) return undefined;
  try {
    const entry = JSON.parse(line);
    return typeof entry.level === "number" ? entry : undefined;
  } catch {
    return undefined;
  }
}

function entryLine({ level, msg, err }) {
  const cause = err?.message && err.message !== msg ? `: ${err.message}` : "";
  return `  ${level >= 50 ? "error" : "warning"}   ${msg ?? ""}${cause}`;
}
