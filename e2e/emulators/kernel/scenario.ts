import { z } from "zod";

/** A disturbance of the exchanges it matches. Rules are tried in order, and the first that matches is applied. */
export const ScenarioRule = z.strictObject({
  operation: z.string().optional(),
  /** Source of a regular expression on the path. */
  path: z.string().optional(),
  method: z.string().optional(),
  /** Beginning of the name of an app or project that the exchange speaks of. */
  name: z.string().optional(),
  /** How many matching exchanges pass before the rule applies. */
  after: z.int().min(0).optional(),
  /** How many exchanges it applies to; all unless told. */
  times: z.int().min(1).optional(),
  /** Answered in the platform's place; the work is not done. */
  answer: z
    .strictObject({
      status: z.int().min(200).max(599),
      json: z.unknown().optional(),
      text: z.string().optional(),
      headers: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  /** Waited before the work; the work is done even when the client has gone by then. */
  delayMs: z.number().min(0).optional(),
  /** The connection is cut before or after the work was done. */
  lose: z.enum(["before", "after"]).optional(),
  /** Half of the body is sent, then the connection is cut. */
  truncate: z.boolean().optional(),
  /** The answer's body is 50 MB. */
  huge: z.boolean().optional(),
  /** The token of this exchange is refused from now on. */
  revoke: z.boolean().optional(),
  /** A stream or socket is cut after so many writes. */
  cutAfterWrites: z.int().min(0).optional(),
  /** Each two writes of a stream change places. */
  reorder: z.boolean().optional(),
});
export type ScenarioRule = z.infer<typeof ScenarioRule>;

/** How the deployments of matching apps go. */
export const Outcome = z.strictObject({
  /** Beginning of the app's name; every app unless told. */
  name: z.string().optional(),
  /** `success`, `build-failed`, `stuck`, or a result that the platform's stand-in knows. */
  result: z.string(),
  /** Lines of the build log; the platform's usual ones unless told. */
  log: z.array(z.string()).optional(),
  /** How long one state of a deployment lasts. */
  statePaceMs: z.number().min(0).optional(),
  /** Names of variables that the platform does not take from these apps. */
  refusedVariables: z.array(z.string()).optional(),
});
export interface Outcome extends Omit<z.infer<typeof Outcome>, "result"> {
  result: "success" | "build-failed" | "stuck" | (string & {});
}

export const Scenario = z.strictObject({
  rules: z.array(ScenarioRule).optional(),
  outcomes: z.array(Outcome).optional(),
  /** Tokens refused from now on. */
  revoked: z.array(z.string()).optional(),
});
export interface Scenario {
  rules?: ScenarioRule[] | undefined;
  outcomes?: Outcome[] | undefined;
  revoked?: string[] | undefined;
}

/** An outcome with its defaults filled in. */
export interface DeploymentPlan {
  result: Outcome["result"];
  log: string[] | undefined;
  statePaceMs: number;
  refusedVariables: readonly string[];
}

/** What a rule is matched against. */
interface Occasion {
  operation: string;
  path: string;
  method: string;
  names: string[];
}

export interface ScenarioControl {
  /** Replaces the whole scenario. */
  set(scenario: Scenario): void;
  /** Adds a rule before the others. */
  add(rule: ScenarioRule): void;
  /** Adds an outcome before the others. */
  addOutcome(outcome: Outcome): void;
  revoke(token: string): void;
  clear(): void;
  /** The first rule that applies to this exchange. An exchange counts for the rules it matches, up to that one. */
  take(occasion: Occasion): ScenarioRule | undefined;
  planFor(name: string): DeploymentPlan;
  isRevoked(token: string): boolean;
}

/** The scenario of one emulator and how often each of its rules was met. A rule on an unknown operation is refused. */
export function controlScenario(
  initial: Scenario,
  { paceMs, operations }: { paceMs: number; operations: ReadonlySet<string> },
): ScenarioControl {
  let rules: { rule: ScenarioRule; met: number }[] = [];
  let outcomes: Outcome[] = [];
  let revoked = new Set<string>();
  const refuseUnknown = ({ operation }: ScenarioRule) => {
    if (operation === undefined || operations.has(operation)) return;
    throw new Error(`There is no operation ${operation}. There are: ${[...operations].sort().join(", ")}.`);
  };
  const set = (scenario: Scenario) => {
    const parsed = Scenario.parse(scenario);
    for (const rule of parsed.rules ?? []) refuseUnknown(rule);
    rules = (parsed.rules ?? []).map((rule) => ({ rule, met: 0 }));
    outcomes = [...(parsed.outcomes ?? [])];
    revoked = new Set(parsed.revoked);
  };
  set(initial);
  return {
    set,
    add(rule) {
      refuseUnknown(rule);
      rules.unshift({ rule: ScenarioRule.parse(rule), met: 0 });
    },
    addOutcome: (outcome) => outcomes.unshift(Outcome.parse(outcome)),
    revoke: (token) => revoked.add(token),
    clear: () => set({}),
    isRevoked: (token) => revoked.has(token),
    take(occasion) {
      for (const entry of rules) {
        const { rule } = entry;
        if (!matches(rule, occasion)) continue;
        entry.met += 1;
        const first = (rule.after ?? 0) + 1;
        if (entry.met >= first && entry.met < first + (rule.times ?? Number.POSITIVE_INFINITY)) return rule;
      }
      return undefined;
    },
    planFor(name) {
      const outcome = outcomes.find((candidate) => name.startsWith(candidate.name ?? ""));
      return {
        result: outcome?.result ?? "success",
        log: outcome?.log,
        statePaceMs: outcome?.statePaceMs ?? paceMs,
        refusedVariables: outcome?.refusedVariables ?? [],
      };
    },
  };
}

function matches(rule: ScenarioRule, occasion: Occasion): boolean {
  const { operation, path, method, name } = rule;
  return (
    (operation === undefined || operation === occasion.operation) &&
    (path === undefined || new RegExp(path).test(occasion.path)) &&
    (method === undefined || method.toUpperCase() === occasion.method) &&
    (name === undefined || occasion.names.some((candidate) => candidate.startsWith(name)))
  );
}
