import { takeDatabaseLock } from "../database/lock";

// Takes the lock and keeps it until killed, for the test of several starters at once.
const [file = ""] = process.argv.slice(2);
try {
  takeDatabaseLock(file);
  process.stdout.write(`${JSON.stringify({ type: "held", pid: process.pid })}\n`);
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ type: "refused", message: String(error) })}\n`);
}
