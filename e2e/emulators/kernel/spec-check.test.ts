import { describe, expect, it } from "vitest";
import { z } from "zod";
import { contract as github } from "../github/contract";
import { contract as render } from "../render/contract";
import { contract as supabaseStorage } from "../supabase-storage/contract";
import { contract as vercel } from "../vercel/contract";
import type { Contract } from "./contract";
import { deviations } from "./deviations";
import { compareWithSpecification, withoutDeviations } from "./spec-check";
import { readSpecification, type Specification, specificationFolder } from "./specification";

const folder = specificationFolder();
process.stderr.write(
  folder
    ? "Contracts: compared with our own descriptions and with the official ones.\n"
    : "Contracts: compared with our own descriptions only; the official ones are not here (BERTH_SPECS).\n",
);

const platforms: Record<string, { contract: Contract; file: string }> = {
  vercel: { contract: vercel, file: "vercel.openapi.json" },
  render: { contract: render, file: "render.openapi.json" },
  github: { contract: github, file: "github.openapi.json" },
  "supabase-storage": { contract: supabaseStorage, file: "supabase-storage.openapi.json" },
};

describe.skipIf(!folder)("the contract, beside the official description", () => {
  it.each(Object.entries(platforms))("of %s", (platform, { contract, file }) => {
    const spec = readSpecification(folder ?? "", file);
    expect(Object.keys(contract).length).toBeGreaterThan(3);
    expect(withoutDeviations(compareWithSpecification(contract, spec), deviations[platform] ?? [])).toEqual([]);
  });
});

describe("the comparison", () => {
  const spec: Specification = {
    components: {
      schemas: {
        Box: {
          type: "object",
          required: ["name", "size"],
          properties: {
            name: { type: "string" },
            size: { type: "integer", nullable: true },
            next: { $ref: "#/components/schemas/Box" },
          },
        },
        Kind: { type: "string", enum: ["open", "closed"] },
      },
    },
    paths: {
      "/boxes/{id}": {
        put: {
          requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Box" } } } },
          responses: {
            "200": {
              content: {
                "application/json": {
                  schema: {
                    oneOf: [
                      {
                        allOf: [
                          { $ref: "#/components/schemas/Box" },
                          { type: "object", properties: { kind: { $ref: "#/components/schemas/Kind" } } },
                        ],
                      },
                      {
                        type: "object",
                        properties: { boxes: { type: "array", items: { $ref: "#/components/schemas/Box" } } },
                      },
                    ],
                  },
                },
              },
            },
            "4XX": { content: { "application/json": { schema: { type: "object", additionalProperties: true } } } },
          },
        },
      },
    },
  };
  const findings = (over: Partial<Contract[string]>) =>
    compareWithSpecification({ putBox: { method: "PUT", path: "/boxes/{name}", answers: {}, ...over } }, spec);

  it("accepts what is described, through references, alternatives and parts", () => {
    const box = z.object({ name: z.string(), size: z.number().nullable() });
    const answer = z.object({ kind: z.enum(["open"]).optional(), next: z.object({ next: box }), name: z.string() });
    expect(findings({ request: box, answers: { 200: answer, 404: z.object({ any: z.string() }) } })).toEqual([]);
    expect(findings({ answers: { 200: z.object({ boxes: z.array(box) }) } })).toEqual([]);
    expect(findings({ answers: { 200: z.undefined() } })).toEqual([]);
  });

  it.each([
    ["an unknown path", { path: "/crates/{id}" }, "the description has no PUT /crates/{id}"],
    ["an unknown status", { answers: { 201: z.undefined() } }, "answer 201 is not in the description"],
    [
      "an unknown field",
      { answers: { 200: z.object({ colour: z.string() }) } },
      "answer 200 colour is not in the description",
    ],
    [
      "an unknown field within a list",
      { answers: { 200: z.object({ boxes: z.array(z.object({ colour: z.string() })) }) } },
      "answer 200 boxes[].colour is not in the description",
    ],
    [
      "another type",
      { answers: { 200: z.object({ size: z.string() }) } },
      "answer 200 size is string, the description says number",
    ],
    [
      "an unknown value",
      { answers: { 200: z.object({ kind: z.enum(["open", "ajar"]) }) } },
      'answer 200 kind has the value "ajar", which the description does not know',
    ],
    [
      "a required field that is left out",
      { request: z.object({ name: z.string() }) },
      "request size is required by the description",
    ],
  ])("finds %s", (_name, over, finding) => {
    expect(findings(over)).toEqual([`putBox: ${finding}`]);
  });

  it("knows deviations, and wants each to be one", () => {
    const known = [
      { finding: /^a: answer 200/, reason: "" },
      { finding: /: answer 404/, reason: "" },
      { finding: /^b:/, reason: "" },
    ];
    expect(withoutDeviations(["a: answer 200 x", "a: answer 201 x", "c: answer 404 y"], known)).toEqual([
      "a: answer 201 x",
      "/^b:/ is listed as a deviation and is none",
    ]);
  });
});
