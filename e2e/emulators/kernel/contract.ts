import type { z } from "zod";

interface ContractOperation {
  method: string;
  /** As in the official description, with its parameters as `{id}`. */
  path: string;
  /** JSON body of the request, described exactly: a field that is not named here is a violation. */
  request?: z.ZodType;
  /** JSON body of the answer by status, with the fields that are used. */
  answers: Record<number, z.ZodType>;
}

/** The operations and fields of a platform's API that Berth uses, written by hand. */
export type Contract = Record<string, ContractOperation>;

/** What is checked of one exchange. */
export interface Checked {
  operation: string;
  method: string;
  /** Path of the route, with its parameters as `:id`. */
  path: string;
  requestBody: unknown;
  status: number;
  /** Body of the answer; not checked when `hasBody` is false (bytes and streams). */
  answerBody: unknown;
  hasBody: boolean;
}

/** The ways in which an exchange breaks the contract, in words. */
export function findViolations(contract: Contract, checked: Checked): string[] {
  const title = `${checked.operation} (${checked.method} ${checked.path})`;
  const described = contract[checked.operation];
  if (!described) return [`${title}: the contract has no such operation`];
  return [...requestFaults(described, checked), ...answerFaults(described, checked)].map(
    (fault) => `${title}: ${fault}`,
  );
}

function requestFaults(described: ContractOperation, { method, path, requestBody }: Checked): string[] {
  const faults: string[] = [];
  if (described.method !== method) faults.push(`the contract says ${described.method}`);
  if (!withoutNames(path).endsWith(withoutNames(described.path))) faults.push(`the contract says ${described.path}`);
  if (!described.request) {
    if (requestBody !== undefined) faults.push("the contract describes no request body");
    return faults;
  }
  const parsed = described.request.safeParse(requestBody);
  if (!parsed.success) return [...faults, `request ${issuesOf(parsed.error)}`];
  return [...faults, ...droppedFields(requestBody, parsed.data).map((field) => `request field ${field} is not named`)];
}

function answerFaults(described: ContractOperation, { status, answerBody, hasBody }: Checked): string[] {
  const schema = described.answers[status];
  if (!schema) return [`status ${status} is not in the contract`];
  if (!hasBody) return [];
  const parsed = schema.safeParse(answerBody);
  return parsed.success ? [] : [`answer ${status} ${issuesOf(parsed.error)}`];
}

/** Fields that a schema let fall, so that they were not described. */
function droppedFields(given: unknown, parsed: unknown, at = ""): string[] {
  if (Array.isArray(given) && Array.isArray(parsed)) {
    return given.flatMap((item, index) => droppedFields(item, parsed[index], `${at}[${index}]`));
  }
  if (!isRecord(given) || !isRecord(parsed)) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const field = at === "" ? key : `${at}.${key}`;
    return key in parsed ? droppedFields(value, parsed[key], field) : [field];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function issuesOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`)
    .join("; ");
}

/** `/v9/projects/:id` and `/v9/projects/{idOrName}` are the same path. */
function withoutNames(path: string): string {
  return path.replaceAll(/\{[^}]*\}|:[^/.:]+|\*[^/]*/g, "{}").replace(/\/$/, "");
}
