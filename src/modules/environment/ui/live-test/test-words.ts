import type { TestCause, TestOutcome } from "../../live-tests/schema";

/** What went wrong in two or three words, and what to do about it beside what the test itself said. */
const words: Record<TestCause, { said: string; advice: string }> = {
  "not-allowed": { said: "Address not allowed", advice: "" },
  "not-found": {
    said: "Host not found",
    advice: "Copy the address again from the provider. A database that was deleted or paused loses its name too.",
  },
  refused: {
    said: "Nothing answers there",
    advice: "Start the server. A platform that sleeps its databases may need a minute to wake one.",
  },
  timeout: {
    said: "No answer in time",
    advice: "Let Berth's address through in the provider's network rules, then test again.",
  },
  unreachable: { said: "Not reachable", advice: "Check that the service runs and may be reached from outside." },
  "wrong-credentials": {
    said: "Not accepted",
    advice: "Copy the value again in full. If it was revoked or replaced there, make a new one and set that.",
  },
  "no-permission": {
    said: "Permission missing",
    advice: "The key is good but may do less than asked. Give it the permission, or make one that has it.",
  },
  tls: {
    said: "Encryption failed",
    advice: "Correct the host name, or the certificate and sslmode of the server.",
  },
  "tls-needed": { said: "Encryption needed", advice: "Ask for it in the address, such as with sslmode=require." },
  "no-database": {
    said: "No such database",
    advice: "Create it there, or correct the name at the end of the address.",
  },
  busy: { said: "Busy", advice: "Close connections that are left open, or wait a minute and test again." },
  malformed: { said: "Not readable", advice: "Edit the value; its example shows the form." },
  unexpected: { said: "Unexpected answer", advice: "Check that the address belongs to this provider." },
};

/** A result for people: a word or three, then what was found and what to do. */
export function tellOutcome(outcome: TestOutcome): { said: string; text: string } {
  if (outcome.outcome === "works") return { said: "Works", text: outcome.message };
  if (outcome.outcome === "no-test") return { said: "Not tested", text: outcome.message };
  const { said, advice } = words[outcome.cause];
  return { said, text: [outcome.message, advice].filter(Boolean).join(" ") };
}

/** Roles that may let a test reach this machine and its network. */
export function mayAllowPrivate(role: string | undefined): boolean {
  return role === "owner" || role === "admin";
}
