import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Checked, findViolations } from "./contract";

const contract = {
  createBox: {
    method: "POST",
    path: "/boxes/{id}",
    request: z.object({
      name: z.string(),
      parts: z.array(z.object({ size: z.number() })),
      free: z.record(z.string(), z.string()),
    }),
    answers: { 201: z.object({ id: z.string() }), 204: z.undefined() },
  },
};
const good: Checked = {
  operation: "createBox",
  method: "POST",
  path: "/v1/boxes/:boxId",
  requestBody: { name: "a", parts: [{ size: 1 }], free: { any: "thing" } },
  status: 201,
  answerBody: { id: "1", unknown: true },
  hasBody: true,
};

const faults = (over: Partial<Checked>) =>
  findViolations(contract, { ...good, ...over }).map((text) => text.replace(/^createBox \(.*?\): /, ""));

describe("the contract", () => {
  it("accepts what it describes; an answer may have more", () => {
    expect(faults({})).toEqual([]);
    expect(faults({ status: 204, answerBody: undefined })).toEqual([]);
    expect(faults({ answerBody: undefined, hasBody: false })).toEqual([]);
  });

  it.each([
    ["another method", { method: "PUT" }, "the contract says POST"],
    ["another path", { path: "/v1/crates/:id" }, "the contract says /boxes/{id}"],
    ["a longer path", { path: "/v1/boxes/:id/parts" }, "the contract says /boxes/{id}"],
    [
      "a field too many in a list",
      { requestBody: { name: "a", parts: [{ size: 1, colour: "red" }], free: {} } },
      "request field parts[0].colour is not named",
    ],
    [
      "a field too few",
      { requestBody: { parts: [], free: {} } },
      "request name: Invalid input: expected string, received undefined",
    ],
    ["no request body", { requestBody: undefined }, "request body: Invalid input: expected object, received undefined"],
    ["a status that is not described", { status: 200 }, "status 200 is not in the contract"],
    [
      "a body where there is none",
      { status: 204 },
      "answer 204 body: Invalid input: expected undefined, received object",
    ],
    [
      "an answer without a field",
      { answerBody: {} },
      "answer 201 id: Invalid input: expected string, received undefined",
    ],
  ])("finds %s", (_name, over, fault) => {
    expect(faults(over)).toEqual([fault]);
  });

  it("knows no operation but its own", () => {
    expect(faults({ operation: "deleteBox" })).toEqual([
      "deleteBox (POST /v1/boxes/:boxId): the contract has no such operation",
    ]);
  });
});
