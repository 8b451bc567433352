import { editAction, logAction, platformNames, retryAction } from "../actions";
import { isLocal, type Rule } from "../rule";

const listen = "Let the app listen on the number in the variable PORT.";

export const portTaken: Rule = {
  id: "port-taken",
  phases: ["start"],
  lines: [/\bEADDRINUSE\b|address already in use|listen EACCES|bind: permission denied/i],
  tell: (found) => ({
    message:
      "The app could not listen on the port it was given: another program holds it, or the app listens on a port of its own.",
    suggestions: [
      listen,
      isLocal(found)
        ? "Try again: Berth picks another free port."
        : "Start one server only: the second one finds the port taken.",
    ],
    recovery: [retryAction, editAction],
    isTemporary: isLocal(found),
  }),
};

export const portClosed: Rule = {
  id: "port-closed",
  phases: ["start"],
  lines: [
    /no open (?:HTTP )?ports detected(?!.*continuing to scan)|Port scan timeout reached/i,
    /Detected open ports on localhost/i,
    /Application failed to respond|connection refused.*dial tcp/i,
  ],
  reason: /no_open_ports|open ports?\b/i,
  tell({ lines, at, platform }) {
    const isLoopback = /on localhost|did you mean to bind/i.test(lines.slice(at, at + 2).join(" "));
    return {
      message: isLoopback
        ? `The app listens on localhost only, where ${platformNames[platform]} cannot reach it.`
        : `The app started, but ${platformNames[platform]} found no port that it listens on.`,
      suggestions: [
        "Listen on all addresses: host 0.0.0.0 instead of localhost or 127.0.0.1.",
        listen,
        "An app that serves nothing, such as a worker, has to be deployed as one.",
      ],
      recovery: [editAction, logAction, retryAction],
    };
  },
};

export const unhealthy: Rule = {
  id: "unhealthy",
  phases: ["start"],
  lines: [
    /replicas? never became healthy|Health ?check failed|failed to (?:pass|become healthy).*health ?check/i,
    /Timed out (?:after )?waiting for (?:internal )?health check/i,
    /Attempt #\d+ failed with (?:service unavailable|status \d+)/i,
  ],
  reason: /unhealthy|health_?check/i,
  tell: ({ platform }) => ({
    message: `The app started, but did not answer the health check of ${platformNames[platform]} in time.`,
    suggestions: [
      listen,
      "Let the health check's address answer 200 without a redirect and without signing in, as soon as the app can serve.",
      "Read what the app wrote when it started: a database or a variable that is missing keeps it from answering.",
    ],
    recovery: [logAction, editAction, retryAction],
  }),
};

/** Visitors are served by a process that goes on; this one did its work and ended. */
export const endedEarly: Rule = {
  id: "ended-early",
  phases: ["start"],
  lines: [/Application exited early|exited early|exited with (?:code|status) 0\b/i],
  reason: /earlyExit|early_exit/,
  tell: () => ({
    message: "The start command ended at once and without an error, although a web app has to go on running.",
    suggestions: [
      "Let the start script run the server itself, in the foreground.",
      "Check that the start script does not build, print or migrate only.",
    ],
    recovery: [editAction, logAction],
  }),
};

/** An error that nothing caught, by its first line: what else goes wrong at the start has a rule of its own. */
export const crashed: Rule = {
  id: "start-crash",
  phases: ["start"],
  lines: [
    /^\s*(?:Uncaught |Unhandled |\[?cause\]?: )?((?:[A-Z]\w*)?(?:Error|Exception)(?: \[\w+\])?: .+)$/,
    /^Traceback \(most recent call last\)|^panic: (.+)$|triggerUncaughtException/,
  ],
  tell({ groups, exit }) {
    const how = exit?.signal
      ? `was ended by ${exit.signal}`
      : exit?.code === null || exit?.code === undefined
        ? "ended"
        : `ended with code ${exit.code}`;
    const said = groups.slice(1).find(Boolean);
    return {
      message: `The app ${how} before it answered, with an error that it did not catch${said ? `: ${said.replace(/[.]$/, "")}` : ""}.`,
      suggestions: [
        "Repair what the lines name, then deploy again.",
        "Run its start script on your machine with the same variables.",
      ],
      recovery: [editAction, logAction, retryAction],
    };
  },
};
