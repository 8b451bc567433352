import { z } from "zod";
import type { ApiAccess } from "../http/call";
import { callVercel, part } from "./call";

/** An item of a deployment's log. Older ones carry what matters under `payload`. */
const RawEvent = z.looseObject({
  type: z.string().optional(),
  created: z.number().optional(),
  level: z.string().optional(),
  text: z.string().optional(),
  id: z.string().optional(),
  serial: z.string().optional(),
  payload: z
    .looseObject({
      text: z.string().optional(),
      id: z.string().optional(),
      serial: z.string().optional(),
      date: z.number().optional(),
    })
    .optional(),
});

/** A piece of the build's output. */
export interface BuildEvent {
  id: string;
  /** Orders events: the time they were written, in milliseconds, then Vercel's own number. */
  at: number;
  serial: string;
  stream: "stdout" | "stderr";
  lines: string[];
}

const printed = new Set(["command", "stdout", "stderr", "fatal"]);

/** One event as it is read from the log; undefined for those that print nothing. */
export function readEvent(json: unknown): BuildEvent | undefined {
  const parsed = RawEvent.safeParse(json);
  if (!parsed.success) return undefined;
  const { type = "", level, payload, ...event } = parsed.data;
  const text = event.text ?? payload?.text;
  if (!printed.has(type) || text === undefined) return undefined;
  const at = event.created ?? payload?.date ?? 0;
  const serial = event.serial ?? payload?.serial ?? "";
  return {
    at,
    serial,
    id: event.id ?? payload?.id ?? `${serial}:${at}:${text}`,
    stream: type === "stderr" || type === "fatal" || level === "error" ? "stderr" : "stdout",
    lines: text.replace(/\r?\n$/, "").split(/\r?\n/),
  };
}

/** Sorts into the order in which they were written. */
export function byTime(a: BuildEvent, b: BuildEvent): number {
  return a.at - b.at || (a.serial < b.serial ? -1 : a.serial > b.serial ? 1 : 0);
}

/** The build's output so far, in order, each event once. */
export async function readBuildLog(
  access: ApiAccess,
  deploymentId: string,
  signal: AbortSignal,
): Promise<BuildEvent[]> {
  const found = await callVercel(access, {
    method: "GET",
    path: `/v3/deployments/${part(deploymentId)}/events`,
    query: { direction: "forward", follow: 0, builds: 1, limit: -1 },
    answer: z.array(z.unknown()),
    signal,
  });
  const events = new Map<string, BuildEvent>();
  for (const json of found) {
    const event = readEvent(json);
    if (event) events.set(event.id, event);
  }
  return [...events.values()].sort(byTime);
}
