import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isPortOfGroup } from "./port";
import { isRunning, type ProcessIdentity } from "./process-identity";

/** What a generated app says about itself; anything else that answers 2xx counts as healthy without details. */
const HealthReport = z.object({
  missing: z.array(z.string()).optional(),
  featuresOff: z.array(z.object({ feature: z.string(), missing: z.array(z.string()) })).optional(),
  checks: z.array(z.object({ label: z.string(), status: z.string() })).optional(),
});

export interface HealthyApp {
  path: string;
  status: number;
  featuresOff: { feature: string; missing: string[] }[];
}

export type HealthOutcome =
  | { kind: "healthy"; app: HealthyApp }
  | { kind: "exited" }
  | { kind: "missing-variables"; names: string[] }
  | { kind: "never-green"; lastAnswer: string };

export interface HealthOptions {
  port: number;
  /** The Host header, `<app>.localhost:<port of the proxy>`: the name is not resolvable everywhere, the app still has to see it. */
  host: string;
  identity: ProcessIdentity;
  deadlineMs: number;
  signal: AbortSignal;
}

/** Asks until the app answers well, has exited, or the deadline is over. */
export async function awaitHealthy(options: HealthOptions): Promise<HealthOutcome> {
  const deadline = Date.now() + options.deadlineMs;
  let lastAnswer = "nothing listened on its port";
  for (let wait = 50; Date.now() < deadline; wait = Math.min(wait * 1.5, 500)) {
    options.signal.throwIfAborted();
    if (!isRunning(options.identity)) return { kind: "exited" };
    const probe = await probeApp(options);
    if (probe.kind === "answer" && isPortOfGroup(options.port, options.identity.pid) === false) {
      lastAnswer = "another program answers on its port";
    } else if (probe.kind === "answer") {
      if (probe.isGood) return { kind: "healthy", app: probe.app };
      if (probe.missing.length > 0) return { kind: "missing-variables", names: probe.missing };
      lastAnswer = `${probe.app.path} answered ${probe.app.status}`;
    } else {
      lastAnswer = probe.reason;
    }
    await sleep(wait, undefined, { signal: options.signal }).catch(() => options.signal.throwIfAborted());
  }
  return { kind: "never-green", lastAnswer };
}

type Probe =
  | { kind: "answer"; isGood: boolean; app: HealthyApp; missing: string[] }
  | { kind: "silent"; reason: string };

/** Asks once: `/api/health`, and the first page of an app that has no such address. */
export async function probeApp(options: Pick<HealthOptions, "port" | "host">): Promise<Probe> {
  const health = await get(options, "/api/health");
  if ("reason" in health) return { kind: "silent", reason: health.reason };
  if (health.status !== 404) return readHealth(health);
  const home = await get(options, "/");
  if ("reason" in home) return { kind: "silent", reason: home.reason };
  return {
    kind: "answer",
    isGood: home.status < 500,
    app: { path: "/", status: home.status, featuresOff: [] },
    missing: [],
  };
}

function readHealth(answer: { status: number; body: string }): Probe {
  const isGood = answer.status >= 200 && answer.status < 300;
  const report = HealthReport.safeParse(parseJson(answer.body));
  const featuresOff = report.success ? (report.data.featuresOff ?? []) : [];
  // A service that does not answer may still come up; a variable does not appear by waiting.
  const isWaiting = report.success && report.data.checks?.some(({ status }) => status === "failed");
  const missing = !isGood && !isWaiting && report.success ? (report.data.missing ?? []) : [];
  return { kind: "answer", isGood, app: { path: "/api/health", status: answer.status, featuresOff }, missing };
}

function get(
  target: { port: number; host: string },
  path: string,
): Promise<{ status: number; body: string } | { reason: string }> {
  return new Promise((resolve) => {
    const options = {
      host: "127.0.0.1",
      port: target.port,
      path,
      headers: { host: target.host },
      timeout: 5000,
      agent: false,
    };
    const asked = request(options, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body = (body + chunk).slice(0, 100_000);
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      response.on("error", (error) => resolve({ reason: error.message }));
    });
    asked.on("timeout", () => asked.destroy(new Error(`${path} did not answer within 5 seconds`)));
    asked.on("error", (error) =>
      resolve({
        reason: "code" in error && error.code === "ECONNREFUSED" ? "nothing listened on its port" : error.message,
      }),
    );
    asked.end();
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
