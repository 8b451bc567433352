import { versions } from "../../catalog/versions";
import { appUrlVariable } from "../../engine/client";
import type { Feature } from "../../engine/feature";
import { runCommand } from "../../engine/package-manager";
import type { ScaffoldConfig, VariableSpec } from "../../schema";
import { variablesOf } from "../../variables";
import { listOf } from "../base/literals";

export const vitest: Feature = {
  id: "vitest",
  isChosen: (config) => config.extras.includes("vitest"),
  variables: () => [],
  contribute: (config) => ({
    files: [
      { path: "vitest.config.ts", content: settings },
      { path: "src/env.test.ts", content: environmentTest(config) },
      { path: "src/http.test.ts", content: httpTest(config) },
    ],
    devDependencies: ["vitest"],
    scripts: { test: "vitest run" },
    stack: [{ name: "Vitest", version: versions.vitest }],
    landmarks: [{ path: "src/http.test.ts", purpose: "An example of a unit test." }],
    readme: [
      {
        heading: "Unit tests",
        body: `\`${runCommand(config, "test")}\` runs every \`*.test.ts\` under \`src/\`. They need no variable, no server and no network.`,
      },
    ],
    guidance: ["A unit test stands beside the file it tests and needs no service."],
  }),
};

const settings = `import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
});
`;

function environmentTest(config: ScaffoldConfig): string {
  const variables = variablesOf(config);
  const url = appUrlVariable(config);
  const required = variables.filter((variable) => variable.required && variable.alternatives === undefined);
  const names = variables.map(({ key }) => key);
  return `import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { missingVariables, readVariable, requireVariable } from "./env";

${listOf("const declared = ", names, ";")}

beforeEach(() => {
  for (const name of declared) vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

describe("the environment", () => {
  it("takes a blank variable for one that is not set", () => {
    vi.stubEnv("${url}", "  ");
    expect(readVariable("${url}")).toBeUndefined();
    expect(() => requireVariable("${url}")).toThrow("${url} is not set");
  });

  it("gives a value without the blanks around it", () => {
    vi.stubEnv("${url}", " https://shop.example.com ");
    expect(requireVariable("${url}")).toBe("https://shop.example.com");
  });

  it("names what is missing", () => {
    ${missingExpectation(required)}
  });
});
`;
}

function missingExpectation(required: readonly VariableSpec[]): string {
  const [first] = required;
  if (first === undefined) return "expect(missingVariables()).toEqual([]);";
  return `expect(missingVariables().map(({ name }) => name)).toContain("${first.key}");
    vi.stubEnv("${first.key}", "a value");
    expect(missingVariables().map(({ name }) => name)).not.toContain("${first.key}");`;
}

function httpTest(config: ScaffoldConfig): string {
  const url = appUrlVariable(config);
  return `import { afterEach, describe, expect, it, vi } from "vitest";
import { originOf, readJson, refuse } from "./http";

afterEach(() => vi.unstubAllEnvs());

function post(body: string): Request {
  return new Request("http://localhost:3000/api/example", { method: "POST", body });
}

describe("refuse", () => {
  it("answers with the status and a message as JSON", async () => {
    const answer = refuse(404, "There is no such note.");
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: { message: "There is no such note." } });
  });
});

describe("readJson", () => {
  it("gives what was sent", async () => {
    expect(await readJson(post('{"text":"hello"}'))).toEqual({ text: "hello" });
  });

  it("gives nothing for what is no JSON, or too long", async () => {
    expect(await readJson(post("{"))).toBeUndefined();
    expect(await readJson(post('{"text":"hello"}'), 8)).toBeUndefined();
  });
});

describe("originOf", () => {
  it("prefers the address the app is known by", () => {
    vi.stubEnv("${url}", "https://shop.example.com/");
    expect(originOf(post(""))).toBe("https://shop.example.com");
  });

  it("falls back to the address of the request", () => {
    vi.stubEnv("${url}", undefined);
    expect(originOf(post(""))).toBe("http://localhost:3000");
  });
});
`;
}
