import { describe, expect, it } from "vitest";
import { detectProject } from "./detect-project";
import { filesOf, type Layout } from "./testing/layout";
import { nextLayouts } from "./testing/next-layouts";
import { serverLayouts } from "./testing/server-layouts";
import { webLayouts } from "./testing/web-layouts";

const detect = (texts: Readonly<Record<string, string | Uint8Array>>) => detectProject({ files: filesOf(texts) });

describe("well-known layouts", () => {
  it.each([...nextLayouts, ...webLayouts, ...serverLayouts])("$name", async (layout: Layout) => {
    const found = await detect(layout.files);
    expect(found).toMatchObject(layout.stack);
    const names = (required: boolean) =>
      found.variables.filter((variable) => variable.required === required).map(({ key }) => key);
    expect({ required: names(true), optional: names(false) }).toEqual({
      required: layout.required,
      optional: layout.optional,
    });
    expect(found.notes).toEqual([]);
  });
});

describe("variables", () => {
  it("names the file and the line, the kind of place, and whose value it is", async () => {
    const { variables } = await detect({
      "src/pay.ts": "\nexport const key = process.env.STRIPE_SECRET_KEY;\n",
      "src/pay.test.ts": "process.env.STRIPE_SECRET_KEY;\n",
      ".env.example": "# Payments\nSTRIPE_SECRET_KEY=sk_test_xxx\n",
    });
    expect(variables).toEqual([
      expect.objectContaining({
        key: "STRIPE_SECRET_KEY",
        kind: "secret",
        required: true,
        sensitive: true,
        public: false,
        provider: "stripe",
        feature: "Payments",
        places: [
          { file: "src/pay.ts", line: 2, kind: "code" },
          { file: ".env.example", line: 2, kind: "example" },
          { file: "src/pay.test.ts", line: 1, kind: "test" },
        ],
      }),
    ]);
    expect(JSON.stringify(variables)).not.toContain("sk_test_xxx");
  });

  it("takes what is public for public, and leaves what a runtime sets alone", async () => {
    const { variables } = await detect({
      "a.ts": "use(process.env.NEXT_PUBLIC_API_KEY, process.env.PORT, process.env.VERCEL_URL, process.env.CI)",
    });
    expect(variables.map(({ key, sensitive, ...rest }) => [key, sensitive, rest.public])).toEqual([
      ["NEXT_PUBLIC_API_KEY", false, true],
    ]);
  });

  it("asks for what a package reads by itself, unless the code names another variable for it", async () => {
    const manifest = JSON.stringify({ dependencies: { openai: "6.0.0" } });
    const keys = async (code: string) =>
      (await detect({ "package.json": manifest, "a.ts": code })).variables.map(({ key }) => key);
    expect(await keys("new OpenAI()")).toEqual(["OPENAI_API_KEY"]);
    expect(await keys("new OpenAI({ apiKey: process.env.OPENAI_KEY })")).toEqual(["OPENAI_KEY"]);
  });
});

describe("bad input", () => {
  it("says that package.json is broken and finds the rest", async () => {
    const found = await detect({
      "package.json": '{ "name": "x", ',
      "next.config.ts": "export default {};",
      "prisma/schema.prisma": 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}',
    });
    expect(found.notes).toContainEqual({
      level: "warning",
      file: "package.json",
      message: expect.stringContaining("not valid JSON"),
    });
    expect(found.variables.map(({ key }) => key)).toEqual(["DATABASE_URL"]);
  });

  it("chooses among 40 lockfiles by packageManager, else by the one at the root, and says so", async () => {
    const locks = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`packages/p${at}/yarn.lock`, ""]));
    const both = { ...locks, "pnpm-lock.yaml": "" };
    const named = await detect({ ...both, "package.json": '{"packageManager":"npm@11.0.0"}' });
    expect(named.packageManager).toBe("npm");
    expect((await detect({ ...both, "package.json": "{}" })).packageManager).toBe("pnpm");
    expect(named.notes[0]?.message).toMatch(/41 lockfiles .* npm is taken because of packageManager npm@11.0.0/);
  });

  it("skips files that are not UTF-8 or very long, and names them once", async () => {
    const found = await detect({
      "a.ts": new Uint8Array([0x70, 0xff, 0xfe, 0x00]),
      "b.ts": `${"x".repeat(1024 ** 2)}process.env.B`,
      "c.ts": "process.env.C",
    });
    expect(found.variables.map(({ key }) => key)).toEqual(["C"]);
    expect(found.notes.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/not UTF-8 text: a\.ts/),
        expect.stringMatching(/over 1 MB: b\.ts/),
      ]),
    );
  });

  it("refuses too many files and too many bytes, but does not count what is made again", async () => {
    const many = (folder: string) =>
      Array.from({ length: 50_001 }, (_, at) => ({ path: `${folder}/f${at}`, size: 1, read: () => new Uint8Array() }));
    await expect(detectProject({ files: many("src") })).rejects.toThrow(/over 50000 files or 500 MB/);
    await expect(detectProject({ files: many("node_modules") })).resolves.toMatchObject({ fileCount: 0 });
    const large = [{ path: "video.mp4", size: 501 * 1024 ** 2, read: () => new Uint8Array() }];
    await expect(detectProject({ files: large })).rejects.toThrow(/500 MB/);
  });

  it("uses a berth.json of its own catalog, and notes one of a newer catalog or a broken one", async () => {
    const config = { name: "shop", framework: "next", database: "none" };
    const record = (value: unknown) => ({ "package.json": "{}", "berth.json": JSON.stringify(value) });
    expect((await detect(record({ config }))).config?.name).toBe("shop");
    const newer = await detect(record({ catalogVersion: "2999-01-01", config: { ...config, framework: "qwik" } }));
    expect(newer.config).toBeUndefined();
    expect(newer.notes[0]).toMatchObject({
      file: "berth.json",
      message: expect.stringContaining("newer catalog (2999-01-01"),
    });
    const broken = await detect({ "package.json": '{"scripts":{"start":"x"}}', "berth.json": "[" });
    expect(broken.notes[0]?.message).toMatch(/not a JSON object/);
  });

  it("stays quick on a package.json made to slow patterns down", async () => {
    const hostile = `{"dependencies":{"a":"${'\\"dependencies\\":{'.repeat(50_000)}"}}`;
    const startedAt = performance.now();
    await detect({ "package.json": hostile });
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it("reads the usual workspace patterns, and none that would take for ever", async () => {
    const inside = { "apps/web/package.json": "{}", "packages/a/b/package.json": "{}", "old/x/package.json": "{}" };
    const packagesOf = async (workspaces: string[]) => {
      const found = await detect({ ...inside, "package.json": JSON.stringify({ workspaces }) });
      return found.packages.map(({ path }) => path);
    };
    expect(await packagesOf(["apps/*", "./packages/**"])).toEqual(["apps/web", "packages/a/b"]);
    expect(await packagesOf(["**/*", "!old/*"])).toEqual(["apps/web", "packages/a/b"]);
    expect(await packagesOf(["*a*a*a*a*a*b", "**/**/**/x"])).toEqual([]);
  });

  it("stops when it is told to", async () => {
    const files = filesOf({ "a.ts": "process.env.A" });
    await expect(detectProject({ files, signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});
