import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import type { Checked, Contract } from "./contract";
import { findOperation, type Specification } from "./specification";

const id = "specification";

/** Validates answers that were really given against an official description: also the fields that Berth does not use. */
export function answerValidator(spec: Specification, contract: Contract) {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: id, ...(relaxed(spec) as object) });
  const compiled = new Map<string, ValidateFunction>();

  /** What is wrong with the answer; undefined where the description says nothing of its body. */
  return ({ operation, status, answerBody }: Checked): string[] | undefined => {
    const described = contract[operation];
    const official = described && findOperation(spec, described.method, described.path);
    const pointer = (official?.answers.get(String(status)) ?? official?.answers.get(`${String(status)[0]}XX`))?.pointer;
    if (pointer === undefined) return undefined;
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `${id}${pointer}` });
    compiled.set(pointer, validate);
    if (validate(answerBody)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${operation} ${status} ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}

/**
 * A description as JSON schema has it: without the `nullable` of OpenAPI 3.0, and without required fields. A stand-in
 * leaves out most of what Berth does not use; that it gives what is used is the contract's affair.
 */
function relaxed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relaxed);
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) {
    if (key === "nullable" && typeof each === "boolean") continue;
    if (key === "required" && Array.isArray(each)) continue;
    // Without required fields several alternatives may fit.
    copy[key === "oneOf" && Array.isArray(each) ? "anyOf" : key] = relaxed(each);
  }
  return "nullable" in value && value.nullable === true ? { anyOf: [copy, { type: "null" }] } : copy;
}
