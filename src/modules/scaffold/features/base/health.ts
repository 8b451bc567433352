import type { Slots, TemplateFile } from "../../engine/feature";
import { importLines } from "../../engine/imports";
import type { ScaffoldConfig } from "../../schema";

/** The health report; outside Next it holds its own endpoint. */
export function renderHealth({ framework }: ScaffoldConfig, slots: Slots): TemplateFile {
  const answer = framework === "next" ? "" : answerHealth;
  return { path: "src/health.ts", content: healthModule(slots) + answer };
}

function healthModule({ healthChecks }: Slots): string {
  const imports = importLines([
    { name: "missingVariables", from: "@/env" },
    { name: "type VariableName", from: "@/env" },
    ...healthChecks,
  ]);
  const hasOptional = healthChecks.some(({ isOptional }) => isOptional);
  const literals = healthChecks.map(
    ({ label, name, needs, isOptional }) =>
      `{ label: "${label}", needs: "${needs}",${isOptional ? " isOptional: true," : ""} run: ${name} }`,
  );
  const entries =
    literals.length > 1 ? `\n${literals.map((literal) => `  ${literal},\n`).join("")}` : literals.join("");
  return `${imports}
interface Check {
  label: string;
  needs: VariableName;${hasOptional ? optionalField : ""}
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
  /** ok: everything works; degraded: the app serves but something is off; error: it cannot do its work. */
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
${hasOptional ? judgeWithOptional : judge}    missing: missing.map(({ name }) => name),
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

const optionalField = `
  /** The app serves without it. */
  isOptional?: boolean;`;

const judge = `  const isBroken = missing.some(({ isRequired }) => isRequired) || results.some(({ status }) => status === "failed");
  return {
    status: isBroken ? "error" : missing.length > 0 ? "degraded" : "ok",
`;

const judgeWithOptional = `  const isBroken =
    missing.some(({ isRequired }) => isRequired) ||
    results.some(({ status }, index) => status === "failed" && !checks[index]?.isOptional);
  const isWhole = missing.length === 0 && results.every(({ status }) => status === "ok");
  return {
    status: isBroken ? "error" : isWhole ? "ok" : "degraded",
`;

const answerHealth = `
/** 200 while the app can do its work, 503 when a variable or a service is missing that it cannot do without. */
export async function answerHealth(): Promise<Response> {
  const health = await checkHealth();
  return Response.json(health, {
    status: health.status === "error" ? 503 : 200,
    headers: { "cache-control": "no-store" },
  });
}
`;
