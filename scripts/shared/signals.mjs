import { isReady } from "./ready.mjs";

const repeatMs = 1_000;
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Passes signals on to the server once each: on Ctrl-C the terminal signals the whole group and npm repeats it, and the
 * server takes a second signal as "at once".
 */
export function forwardSignals({ child, url }) {
  let lastAt = 0;
  for (const signal of signals) {
    process.on(signal, async () => {
      if (Date.now() - lastAt < repeatMs) return;
      lastAt = Date.now();
      if (signal === "SIGINT" && process.stdin.isTTY && (await hasHeard(url))) return;
      child.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
    });
  }
}

/** Whether the server already drains (503) or is gone. */
async function hasHeard(url) {
  await new Promise((resolve) => setTimeout(resolve, 300));
  return !(await isReady(url, 2_000));
}
