import type { CodeImport, Slots, TemplateFile } from "../../engine/feature";

/** The health report with its route, and what runs when the server starts and stops. */
export function renderHealth(slots: Slots): TemplateFile[] {
  return [
    { path: "src/health.ts", content: healthModule(slots) },
    { path: "src/app/api/health/route.ts", content: healthRoute },
    { path: "src/instrumentation.ts", content: instrumentation },
    { path: "src/start.ts", content: startModule(slots) },
  ];
}

/** One import line per module, its names and the modules in order. */
export function importLines(imports: readonly CodeImport[]): string {
  const names = new Map<string, string[]>();
  for (const { name, from } of imports) names.set(from, [...(names.get(from) ?? []), name]);
  return [...names]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([from, members]) => `import { ${[...new Set(members)].sort().join(", ")} } from "${from}";\n`)
    .join("");
}

function healthModule({ healthChecks }: Slots): string {
  const imports = importLines([
    { name: "missingVariables", from: "@/env" },
    { name: "type VariableName", from: "@/env" },
    ...healthChecks,
  ]);
  const literals = healthChecks.map(
    ({ label, name, needs }) => `{ label: "${label}", needs: "${needs}", run: ${name} }`,
  );
  const entries =
    literals.length > 1 ? `\n${literals.map((literal) => `  ${literal},\n`).join("")}` : literals.join("");
  return `${imports}
interface Check {
  label: string;
  needs: VariableName;
  /** Rejects when the thing it checks is down. */
  run: () => Promise<void>;
}

const checks: Check[] = [${entries}];

export interface CheckResult {
  label: string;
  status: "ok" | "failed" | "skipped";
  message?: string;
  milliseconds?: number;
}

export interface Health {
  /** ok: everything works; degraded: the app serves but a feature is off; error: it cannot do its work. */
  status: "ok" | "degraded" | "error";
  /** Names of the variables that are not set. */
  missing: VariableName[];
  featuresOff: { feature: string; missing: VariableName[] }[];
  checks: CheckResult[];
}

/** Looks at the variables and asks every service the app depends on. */
export async function checkHealth(): Promise<Health> {
  const missing = missingVariables();
  const results = await Promise.all(
    checks.map((check) =>
      runCheck(
        check,
        missing.map(({ name }) => name),
      ),
    ),
  );
  const features = [...new Set(missing.map(({ feature }) => feature))];
  const isBroken = missing.some(({ isRequired }) => isRequired) || results.some(({ status }) => status === "failed");
  return {
    status: isBroken ? "error" : missing.length > 0 ? "degraded" : "ok",
    missing: missing.map(({ name }) => name),
    featuresOff: features.map((feature) => ({
      feature,
      missing: missing.filter((variable) => variable.feature === feature).map(({ name }) => name),
    })),
    checks: results,
  };
}

async function runCheck({ label, needs, run }: Check, missing: VariableName[]): Promise<CheckResult> {
  if (missing.includes(needs)) return { label, status: "skipped", message: needs + " is not set." };
  const startedAt = performance.now();
  try {
    await run();
    return { label, status: "ok", milliseconds: Math.round(performance.now() - startedAt) };
  } catch (error) {
    // The reason goes to the log only: a driver's message can hold an address or a user name.
    console.error(label + " check failed:", error);
    return { label, status: "failed", message: label + " does not answer; the server log has the reason." };
  }
}
`;
}

const healthRoute = `import { checkHealth } from "@/health";

export const dynamic = "force-dynamic";

/** 200 while the app can do its work, 503 when a required variable is missing or a service is down. */
export async function GET(): Promise<Response> {
  const health = await checkHealth();
  return Response.json(health, {
    status: health.status === "error" ? 503 : 200,
    headers: { "cache-control": "no-store" },
  });
}
`;

const instrumentation = `export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { start } = await import("./start");
    await start();
  }
}
`;

function startModule({ startHooks, stopHooks }: Slots): string {
  const imports = importLines([{ name: "missingVariables", from: "@/env" }, ...startHooks, ...stopHooks]);
  const starts = startHooks.map(({ name }) => `  await ${name}();\n`).join("");
  const purpose = startHooks.length > 0 ? ", then prepares what the pages need" : "";
  const listen =
    stopHooks.length === 0
      ? ""
      : `  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, closeBeforeExit);\n`;
  return `${imports}
/** Runs once when the server starts: says what is missing${purpose}. */
export async function start(): Promise<void> {
  for (const { name, feature, isRequired } of missingVariables()) {
    console.warn(name + " is not set: " + feature + (isRequired ? " cannot work" : " is off") + ". See .env.example.");
  }
${listen}${starts}}
${stopHooks.length === 0 ? "" : closeBeforeExit(stopHooks)}`;
}

function closeBeforeExit(stopHooks: readonly CodeImport[]): string {
  const calls = stopHooks.map(({ name }) => `${name}()`);
  return `
/** On a signal Next answers the last requests, then ends the process; what is open gets closed in between. */
function closeBeforeExit(): void {
  const exit = process.exit.bind(process);
  const close = (): Promise<unknown> => ${calls.length === 1 ? calls[0] : `Promise.all([${calls.join(", ")}])`};
  process.exit = ((code) =>
    void close()
      .catch(console.error)
      .finally(() => exit(code))) as typeof process.exit;
}
`;
}
