import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { generate, parseConfig, variablesOf } from "@/modules/scaffold/pure";
import { childEnv } from "@/server/env";
import { mergeVariables, type TypedVariable, writeTypesModule } from "./types-module";

const folder = mkdtempSync(path.join(tmpdir(), "berth-types-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const variable = (key: string, given: Partial<TypedVariable> = {}): TypedVariable => {
  return { key, type: "string", required: false, description: "", options: [], isPublic: false, ...given };
};

/** One of every type, with what a description and an option may hold. */
const variables: TypedVariable[] = [
  variable("A_STRING", { description: "Closes */ a comment\nand runs on." }),
  variable("A_NUMBER", { type: "number", required: true }),
  variable("A_BOOLEAN", { type: "boolean" }),
  variable("A_JSON", { type: "json" }),
  variable("A_URL", { type: "url", required: true }),
  variable("AN_EMAIL", { type: "email" }),
  variable("A_PORT", { type: "port" }),
  variable("AN_ENUM", { type: "enum", options: ["debug", 'say "hi"', "it's"] }),
  variable("A_LONG_ENUM", { type: "enum", options: Array.from({ length: 20 }, (_, index) => `option-${index}`) }),
  variable("A_LONG_NEED", {
    type: "enum",
    required: true,
    options: Array.from({ length: 20 }, (_, i) => `option-${i}`),
  }),
  variable("A_DURATION", { type: "duration" }),
  variable("A_PEM", { type: "multiline" }),
  variable("A_SECRET", { type: "secret", required: true }),
  variable("NEXT_PUBLIC_TITLE", { isPublic: true }),
];

/** A generated project with the module in it and the packages it needs. */
async function newProject(name: string, config: object, module: string): Promise<string> {
  const dir = path.join(folder, name);
  for (const file of await generate(parseConfig({ name, extras: ["ci"], ...config }))) {
    mkdirSync(path.dirname(path.join(dir, file.path)), { recursive: true });
    writeFileSync(path.join(dir, file.path), file.content);
  }
  writeFileSync(path.join(dir, "src/environment.ts"), module);
  symlinkSync(path.resolve("node_modules"), path.join(dir, "node_modules"));
  return dir;
}

function run(cwd: string, program: string, args: string[]) {
  const { status, stdout, stderr } = spawnSync(path.resolve("node_modules/.bin", program), args, {
    ...{ cwd, encoding: "utf8", env: childEnv({}) },
  });
  return { status, output: status === 0 ? "" : stdout + stderr };
}

describe("a module of types", () => {
  it.each(["next", "hono"])(
    "passes the type checker and the linter of a generated %s project",
    async (framework) => {
      const dir = await newProject(framework, { framework }, writeTypesModule(variables));
      expect(run(dir, "biome", ["check", "--vcs-enabled=false", "src/environment.ts"])).toEqual({
        status: 0,
        output: "",
      });
      const config = { extends: "./tsconfig.json", compilerOptions: { noEmit: true }, include: ["src/environment.ts"] };
      writeFileSync(path.join(dir, "tsconfig.module.json"), JSON.stringify(config));
      expect(run(dir, "tsc", ["-p", "tsconfig.module.json"])).toEqual({ status: 0, output: "" });
    },
    120_000,
  );

  it("gives typed values, and an error that names what is wrong and no value", async () => {
    const dir = path.join(folder, "runs");
    mkdirSync(dir);
    symlinkSync(path.resolve("node_modules"), path.join(dir, "node_modules"));
    writeFileSync(path.join(dir, "environment.ts"), writeTypesModule(variables));
    writeFileSync(path.join(dir, "package.json"), '{"type":"module"}');
    const url = pathToFileURL(path.join(dir, "environment.ts")).href;
    const print = (given: Record<string, string>) => {
      const script = `import(${JSON.stringify(url)}).then((m) => console.log(JSON.stringify(m.serverEnvironment())))`;
      return execFileSync(
        process.execPath,
        ["--input-type=module", "-e", `${script}.catch((error) => console.log(error.message))`],
        {
          ...{ env: childEnv(given), encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
        },
      ).trim();
    };
    const needed = { A_NUMBER: "42", A_URL: "https://x.example", A_SECRET: "s3cret", A_LONG_NEED: "option-3" };
    const given = { ...needed, A_BOOLEAN: "false", A_JSON: '{"a":1}', A_PORT: "80", A_DURATION: "1h30m", A_STRING: "" };
    expect(JSON.parse(print(given))).toEqual({
      ...{ ...needed, A_NUMBER: 42, A_BOOLEAN: false, A_JSON: { a: 1 }, A_PORT: 80, A_DURATION: "1h30m" },
    });
    const wrong = print({ ...needed, A_NUMBER: "hunter2", A_SECRET: "", A_JSON: "{hunter2", AN_ENUM: "hunter2" });
    for (const name of ["A_NUMBER", "A_SECRET", "A_JSON", "AN_ENUM"]) expect(wrong).toContain(`${name}: `);
    expect(wrong).not.toMatch(/hunter2|s3cret|A_URL/);
  });
});

describe("mergeVariables", () => {
  it("takes types from the code, and over them what people said", () => {
    const specs = variablesOf(
      parseConfig({ name: "shop", aiTemplate: "chatbot", aiProvider: "openai", auth: "nextauth" }),
    );
    const merged = mergeVariables(specs, [
      { key: "AUTH_SECRET", type: "string", required: false, description: "", options: null },
      { key: "LOG_LEVEL", type: "enum", required: true, description: "How much is logged", options: ["info", "debug"] },
    ]);
    const find = (key: string) => merged.find((each) => each.key === key);
    expect(find("AUTH_SECRET")).toMatchObject({ type: "secret", required: true });
    expect(find("OPENAI_API_KEY")).toMatchObject({ type: "secret", required: false });
    expect(find("LOG_LEVEL")).toEqual({
      ...{ key: "LOG_LEVEL", type: "enum", required: true, description: "How much is logged" },
      ...{ options: ["info", "debug"], isPublic: false },
    });
    expect(merged.map(({ key }) => key)).toEqual(merged.map(({ key }) => key).sort());
  });
});
