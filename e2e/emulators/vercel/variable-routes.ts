import type { Answer, Route } from "../kernel/emulator";
import { notFound, refuse } from "./errors";
import { variableJson } from "./shapes";
import { newId, type Project, type Variable } from "./state";
import { projectRoute, type World } from "./world";

const reserved = new Set(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "LAMBDA_TASK_ROOT", "NOW_REGION", "TZ"]);
const longestValue = 65_536;

interface Failure {
  error: { code: string; message: string; key: string; envVarKey: string };
}

/** Variables: what can be set is set, what cannot is listed beside it. */
export function variableRoutes(world: World): Route[] {
  const path = "/v10/projects/:project/env";
  return [
    projectRoute(world, { method: "POST", path, operation: "createProjectEnv" }, ({ project, exchange }) => {
      const body = exchange.json();
      const wanted = (Array.isArray(body) ? body : [body]).map(makeVariable);
      const { result, refusedVariables } = exchange.host.planFor(project.name);
      return setVariables(project, wanted, {
        isUpsert: exchange.query.get("upsert") === "true",
        refused: result === "variable-refused" ? wanted.slice(0, 1).map(({ key }) => key) : refusedVariables,
      });
    }),
    projectRoute(world, { method: "GET", path, operation: "filterProjectEnvs" }, ({ project }) => ({
      status: 200,
      json: { envs: project.variables.map(variableJson) },
    })),
    projectRoute(
      world,
      { method: "PATCH", path: "/v9/projects/:project/env/:variable", operation: "editProjectEnv" },
      ({ project, exchange }) => {
        const variable = project.variables.find(({ id }) => id === exchange.params.variable);
        if (!variable) return notFound("environment variable");
        Object.assign(variable, exchange.json(), { updatedAt: Date.now() });
        return { status: 200, json: variableJson(variable) };
      },
    ),
    projectRoute(
      world,
      { method: "DELETE", path: "/v9/projects/:project/env/:variable", operation: "removeProjectEnv" },
      ({ project, exchange }) => {
        const index = project.variables.findIndex(({ id }) => id === exchange.params.variable);
        const [removed] = index < 0 ? [] : project.variables.splice(index, 1);
        return removed ? { status: 200, json: variableJson(removed) } : notFound("environment variable");
      },
    ),
  ];
}

function setVariables(
  project: Project,
  wanted: Variable[],
  { isUpsert, refused }: { isUpsert: boolean; refused: readonly string[] },
): Answer {
  const created: unknown[] = [];
  const failed: Failure[] = [];
  for (const variable of wanted) {
    const existing = project.variables.find(
      ({ key, target }) => key === variable.key && target.some((name) => variable.target.includes(name)),
    );
    const problem = refused.includes(variable.key) ? refusedByPlan(variable.key) : problemOf(variable);
    if (problem) failed.push({ error: { ...problem, key: variable.key, envVarKey: variable.key } });
    else if (existing && !isUpsert) {
      return refuse(
        403,
        "ENV_CONFLICT",
        `A variable with the name \`${variable.key}\` already exists for the target ${variable.target.join(",")}`,
      );
    } else {
      if (existing) Object.assign(existing, { ...variable, id: existing.id, createdAt: existing.createdAt });
      else project.variables.push(variable);
      created.push(variableJson(existing ?? variable));
    }
  }
  return { status: 201, json: { created: created.length === 1 ? created[0] : created, failed } };
}

function refusedByPlan(key: string) {
  return { code: "VALUE_INVALID_LENGTH", message: `The value of ${key} exceeds the limit of this plan` };
}

function problemOf({ key, value, type, target }: Variable): { code: string; message: string } | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
    return {
      code: "KEY_INVALID_CHARACTERS",
      message: "The name contains invalid characters. Only letters, digits, and underscores are allowed.",
    };
  }
  if (reserved.has(key)) return { code: "RESERVED_ENV_VARIABLE", message: `The name ${key} is reserved` };
  if (value.length > longestValue) {
    return { code: "VALUE_INVALID_LENGTH", message: "The value exceeds the limit of 64 KB" };
  }
  if (type === "sensitive" && target.includes("development")) {
    return { code: "INVALID_VALUE", message: "Sensitive variables cannot target development" };
  }
  return undefined;
}

export function makeVariable(given: unknown): Variable {
  const { key, value, type, target, comment } = (typeof given === "object" && given !== null ? given : {}) as Record<
    string,
    unknown
  >;
  const now = Date.now();
  return {
    id: newId("env"),
    key: String(key ?? ""),
    value: String(value ?? ""),
    type: typeof type === "string" ? type : "encrypted",
    target: [target ?? []].flat().map(String),
    comment: typeof comment === "string" ? comment : "",
    createdAt: now,
    updatedAt: now,
  };
}
