interface LoggedEvent {
  at: string;
  kind: string;
  step?: string;
  stream?: string;
  line?: string;
  status?: string;
  message?: string;
  url?: string;
}

/** An event as a line of the log, wherever the log is read as text. */
export function logLine({ at, kind, step, stream, line, status, message, url }: LoggedEvent): string {
  if (kind === "log") return `${at} ${step ?? "-"} ${stream ?? "-"} ${line ?? ""}`;
  return [at, step ?? "-", kind, status, message, url].filter(Boolean).join(" ");
}
