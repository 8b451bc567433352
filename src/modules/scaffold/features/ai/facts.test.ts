import { stripTypeScriptTypes } from "node:module";
import { afterEach, describe, expect, it, vi } from "vitest";
import { generateProject } from "../../engine/project";
import { AiProvider, type AiTemplate, ScaffoldConfig } from "../../schema";

const project = (aiTemplate: AiTemplate, aiProvider: AiProvider, more: Partial<ScaffoldConfig> = {}) => {
  const config = ScaffoldConfig.parse({ name: "harbour", aiTemplate, aiProvider, ...more });
  const files = new Map(generateProject(config).map(({ path, content }) => [path, content]));
  return (path: string) => files.get(path) ?? "";
};

/** Runs a generated module that imports nothing at run time. */
const load = (source: string) =>
  import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(source))}`);

afterEach(() => vi.unstubAllEnvs());

describe("the generated environment", () => {
  const bedrock = project("chatbot", "bedrock")("src/env.ts");

  it("takes either form of the credentials of Bedrock", async () => {
    const { missingFor } = await load(bedrock);
    for (const key of ["AWS_REGION", "AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
      vi.stubEnv(key, "");
    expect(missingFor("Chat")).toEqual(["AWS_REGION", "AWS_BEARER_TOKEN_BEDROCK"]);
    vi.stubEnv("AWS_REGION", "us-east-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAABCDEFGHIJKLMNOP");
    expect(missingFor("Chat")).toEqual(["AWS_BEARER_TOKEN_BEDROCK"]);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    expect(missingFor("Chat")).toEqual([]);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "");
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "ABSKtoken");
    expect(missingFor("Chat")).toEqual([]);
  });

  it("knows of alternatives only where a variable has one", () => {
    expect(bedrock).toContain("alternatives");
    expect(project("chatbot", "openai")("src/env.ts")).not.toContain("alternatives");
  });
});

describe("the generated model", () => {
  it.each(AiProvider.options)("%s: its errors name variables the project declares", (provider) => {
    const read = project("chatbot", provider);
    const names = read("src/ai/errors.ts").match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [];
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(read("src/env.ts")).toContain(`  ${name}: {`);
  });

  it("sends a schema to a server that speaks the OpenAI protocol only where a template has one", () => {
    const hasSchemas = (template: AiTemplate) =>
      project(template, "openai-compatible")("src/ai/model.ts").includes("supportsStructuredOutputs");
    expect(hasSchemas("structured")).toBe(true);
    expect(hasSchemas("chatbot")).toBe(false);
  });
});

describe("the generated calculator", () => {
  const source = project("agent", "anthropic")("src/agent/calculator.ts");

  it.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["-2 ^ 2", -4],
    ["2 ^ 3 ^ 2", 512],
    ["2 ^ -1", 0.5],
    ["10 % 4 - -1", 3],
    ["0.1 + 0.2", 0.3],
    ["8 / 2 / 2", 2],
  ])("works out %s", async (expression, result) => {
    const { calculate } = await load(source);
    expect(calculate(expression)).toBe(result);
  });

  it.each([
    ["", "Expected a number, found nothing."],
    ["2 +", "Expected a number, found nothing."],
    ["(1 + 2", "A closing parenthesis is missing."],
    ["1 2", "Unexpected 2 in the expression."],
    ["process.exit(1)", "Expected a number, found p."],
    ["1 / 0", "The result is not a finite number."],
  ])("refuses %j in words", async (expression, reason) => {
    const { calculate } = await load(source);
    expect(() => calculate(expression)).toThrow(reason);
  });

  it("offers notes, behind an approval, only where the project keeps notes", () => {
    const withNotes = project("agent", "anthropic", { database: "drizzle-sqlite" });
    expect(withNotes("src/agent/tools.ts")).toContain("addNote: tool(");
    expect(withNotes("src/agent/http.ts")).toContain('toolApproval: { addNote: "user-approval" }');
    const without = project("agent", "anthropic");
    for (const path of ["tools.ts", "http.ts", "agent.tsx", "tool-call.tsx"])
      expect(without(`src/agent/${path}`)).not.toMatch(/note|approv\w+\.id/i);
  });
});

describe("the generated passages", () => {
  const split = async (text: string) => {
    const { splitPassages } = await load(project("rag", "anthropic")("src/ask/passages.ts"));
    return splitPassages({ file: "guide.md", text }) as { file: string; heading: string; text: string }[];
  };

  it("cuts at headings, but not inside code, and drops sections without text", async () => {
    const passages = await split(
      "Before.\r\n# One\n\nText.\n\n```sh\n# not a heading\n```\n\n## Empty\n\n## Two\nMore.",
    );
    expect(passages.map(({ heading }) => heading)).toEqual(["guide", "One", "Two"]);
    expect(passages[1]?.text).toContain("# not a heading");
  });

  it("keeps every passage short and loses no word", async () => {
    const words = Array.from({ length: 1_000 }, (_, index) => `word${index}`);
    const long = `${words.join(" ")}\n\n${"x".repeat(3_000)}\n\nshort\n\nshort`;
    const passages = await split(`# Long\n\n${long}`);
    for (const { text } of passages) expect(text.length).toBeLessThanOrEqual(1_200);
    expect(
      passages
        .map(({ text }) => text)
        .join("")
        .replace(/\s/g, ""),
    ).toBe(long.replace(/\s/g, ""));
    expect(await split("")).toEqual([]);
  });
});

describe("the generated endpoints", () => {
  it("turn strangers away before anything is read or paid, where there is sign-in", () => {
    const paths = { chatbot: "chat", rag: "ask", agent: "agent", structured: "structured" } as const;
    for (const [template, folder] of Object.entries(paths) as [AiTemplate, string][]) {
      const auth = { auth: "nextauth", authProviders: ["github"] } as const;
      const guarded = project(template, "openai", { ...auth, authProviders: [...auth.authProviders] });
      const source = guarded(`src/${folder}/http.ts`);
      const guard = source.indexOf("(await currentUser()) === undefined");
      expect(guard).toBeGreaterThan(0);
      expect(guard).toBeLessThan(source.search(/await (?:readMessages|readJson|findPassages)|safeParse\(/));
      expect(project(template, "openai")(`src/${folder}/http.ts`)).not.toContain("currentUser");
    }
  });
});
