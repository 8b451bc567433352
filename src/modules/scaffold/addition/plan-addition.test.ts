import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairwiseConfigs } from "../catalog/pairwise";
import { catalogVersion } from "../catalog/versions";
import { parseConfig } from "../config";
import { generateProject } from "../engine/project";
import { Extra, Framework, type ScaffoldConfig, type ScaffoldConfigInput } from "../schema";
import type { WantedChoices } from "./choose-addition";
import type { ConflictChoice } from "./conflict-choice";
import { planAddition } from "./plan-addition";
import { settleConflicts } from "./settle";

type Files = Map<string, string>;

function generated(config: ScaffoldConfig): Files {
  return new Map(generateProject(config).map(({ path, content }) => [path, content]));
}

function project(choices: Partial<ScaffoldConfigInput> = {}): Files {
  return generated(parseConfig({ name: "harbour", ...choices }));
}

function planFor(files: Files, wanted: WantedChoices) {
  return planAddition({
    wanted,
    readFile: async (path) => (files.has(path) ? { text: files.get(path) } : undefined),
  });
}

/** The project after the addition. */
async function add(files: Files, wanted: WantedChoices, choice: ConflictChoice = "keep") {
  const plan = await planFor(files, wanted);
  const after = new Map(files);
  for (const change of settleConflicts(plan, choice)) {
    expect(files.get(change.path)).toBe(change.before);
    if (change.after === undefined) after.delete(change.path);
    else after.set(change.path, change.after);
  }
  return { plan, after, text: (path: string) => after.get(path) ?? "" };
}

function edit(files: Files, path: string, from: string, to: string): void {
  const text = files.get(path) ?? "";
  expect(text).toContain(from);
  files.set(
    path,
    text.replace(from, () => to),
  );
}

function sorted(files: Files): [string, string][] {
  return [...files].sort(([left], [right]) => (left < right ? -1 : 1));
}

describe("an unedited project", () => {
  const each = Framework.options.flatMap((framework) => Extra.options.map((extra) => ({ framework, extra })));

  it.each(each)("of $framework becomes with $extra what is generated with it", async ({ framework, extra }) => {
    const { plan, after } = await add(project({ framework }), { extras: [extra] });
    expect(plan.conflicts).toEqual([]);
    expect(plan.notes).toEqual([]);
    expect(sorted(after)).toEqual(sorted(generated(plan.config)));
    expect(plan.config.extras).toEqual([extra]);
  });

  it("becomes what is generated with the choices, whichever of any configuration come later", async () => {
    const rows = pairwiseConfigs("harbour");
    const picks = fc.record({
      row: fc.constantFrom(...rows),
      extras: fc.subarray(Extra.options),
      parts: fc.subarray(["database", "auth", "aiTemplate"] as const),
    });
    await fc.assert(
      fc.asyncProperty(picks, async ({ row, extras, parts }) => {
        const later = row.extras.filter((extra) => extras.includes(extra));
        const off = { ...row, extras: row.extras.filter((extra) => !extras.includes(extra)) };
        const wanted: WantedChoices = { extras: later };
        for (const part of parts) {
          // Users live in the database, so sign-in comes after it.
          if (part === "database" && !parts.includes("auth")) continue;
          off[part] = "none";
          wanted[part] = row[part];
          if (part === "auth") [off.authProviders, wanted.authProviders] = [[], row.authProviders];
          if (part === "aiTemplate" && row.aiTemplate !== "none") wanted.aiProvider = row.aiProvider;
        }
        const { plan, after } = await add(generated(off), wanted);
        expect([plan.conflicts, plan.notes]).toEqual([[], []]);
        expect(sorted(after)).toEqual(sorted(generated(plan.config)));
        expect({ ...plan.config, aiProvider: "" }).toEqual({ ...row, aiProvider: "" });
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it("takes one choice after the other, and is left alone by one it has", async () => {
    const first = await add(project({ database: "drizzle-sqlite" }), { auth: "better-auth" });
    const second = await add(first.after, { extras: ["email", "ci"] });
    expect(sorted(second.after)).toEqual(sorted(generated(second.plan.config)));
    const third = await planFor(second.after, { extras: ["ci"], auth: "better-auth" });
    expect([third.added, third.changes, third.conflicts]).toEqual([[], [], []]);
  });

  it("says which variables are new, what to install, and why more comes in than was asked for", async () => {
    const { plan } = await add(project(), { auth: "better-auth" });
    expect(plan.variables.map(({ key }) => key)).toEqual(["DATABASE_URL", "BETTER_AUTH_SECRET", "BETTER_AUTH_URL"]);
    expect(plan.install).toBe("npm ci");
    expect(plan.added).toEqual([
      {
        field: "database",
        value: "drizzle-postgres",
        because: expect.objectContaining({ rule: "better-auth-needs-database" }),
      },
      { field: "auth", value: "better-auth" },
      {
        field: "authProviders",
        value: "credentials",
        because: expect.objectContaining({ rule: "auth-needs-provider" }),
      },
    ]);
    expect((await add(project(), { extras: ["docker"] })).plan.install).toBeUndefined();
    const { added } = await planFor(project(), { aiTemplate: "chatbot" });
    expect(added[1]).toEqual({
      field: "aiProvider",
      value: "anthropic",
      because: { reason: expect.stringMatching(/^The default/) },
    });
  });
});

describe("an edited project", () => {
  it("keeps an edit of a file that the addition leaves alone", async () => {
    const files = project();
    edit(files, "src/app/globals.css", "@import", "/* ours */\n@import");
    const { after, plan } = await add(files, { extras: ["redis"] });
    expect(after.get("src/app/globals.css")).toBe(files.get("src/app/globals.css"));
    expect(plan.conflicts).toEqual([]);
  });

  it("merges an edit with what the addition changes elsewhere in the file", async () => {
    const files = project();
    edit(files, "README.md", "Then open", "Our harbour.\n\nThen open");
    const { plan, text } = await add(files, { extras: ["redis"] });
    expect(plan.changes.find(({ path }) => path === "README.md")?.status).toBe("merged");
    expect(text("README.md")).toContain("Our harbour.");
    expect(text("README.md")).toContain("## Cache and rate limit");
  });

  it("keeps a variable, a page and a table that the project added where the addition adds too", async () => {
    const files = project({ database: "drizzle-postgres" });
    const ours = '  OURS: { feature: "Ours", need: "optional", read: () => process.env.OURS },';
    edit(files, "src/env.ts", "\n} satisfies", `\n${ours}\n} satisfies`);
    files.set("src/db/schema.ts", `${files.get("src/db/schema.ts")}\nexport const boats = pgTable("boats", {});\n`);
    const { plan, text } = await add(files, { auth: "better-auth", extras: ["redis"] });
    expect(plan.conflicts).toEqual([]);
    expect(text("src/env.ts")).toContain(`${ours}\n  BETTER_AUTH_SECRET: `);
    expect(text("src/db/schema.ts")).toMatch(/\nexport const boats = .*\n\nexport const users = /);
  });

  it("lists a clash, and settles it as asked", async () => {
    const files = project();
    edit(files, "src/env.ts", "\n} satisfies", "\n  // Ours.\n} satisfies");
    const { plan } = await add(files, { extras: ["redis"] });
    expect(plan.conflicts).toMatchObject([{ path: "src/env.ts", places: [expect.stringMatching(/^line \d+$/)] }]);
    const [keep, theirs, markers] = await Promise.all(
      (["keep", "theirs", "markers"] as const).map(async (choice) =>
        (await add(files, { extras: ["redis"] }, choice)).text("src/env.ts"),
      ),
    );
    expect(keep).toBe(files.get("src/env.ts"));
    expect(theirs).toBe(project({ extras: ["redis"] }).get("src/env.ts"));
    expect(markers).toMatch(/<<<<<<< yours\n {2}\/\/ Ours\.\n=======\n {2}REDIS_URL: .*\n.*\n>>>>>>> berth add\n/);
  });

  it("writes over no file that somebody put where a new one would go", async () => {
    const files = project().set("vitest.config.ts", "export default {};\n");
    const { plan, after } = await add(files, { extras: ["vitest"] });
    expect(plan.conflicts.map(({ path }) => path)).toEqual(["vitest.config.ts"]);
    expect(after.get("vitest.config.ts")).toBe("export default {};\n");
  });

  it("brings back nothing that was removed, and says so", async () => {
    const files = project();
    files.delete("AGENTS.md");
    const { plan, after } = await add(files, { extras: ["vitest"] });
    expect(after.has("AGENTS.md")).toBe(false);
    expect(plan.notes).toEqual([expect.stringMatching(/^AGENTS\.md is not there any more/)]);
  });

  it("keeps the line ends and the byte order mark of a file", async () => {
    const files = new Map([...project()].map(([path, text]) => [path, text.replaceAll("\n", "\r\n")]));
    files.set("README.md", `\uFEFF${files.get("README.md")}`);
    const { plan, text } = await add(files, { extras: ["redis"] });
    expect(plan.conflicts).toEqual([]);
    expect(plan.install).toBe("npm ci");
    expect(text("README.md")).toBe(
      `\uFEFF${project({ extras: ["redis"] })
        .get("README.md")
        ?.replaceAll("\n", "\r\n")}`,
    );
    expect(text("src/env.ts")).toBe(
      project({ extras: ["redis"] })
        .get("src/env.ts")
        ?.replaceAll("\n", "\r\n"),
    );
  });

  it("cannot merge what is no text", async () => {
    const files: Map<string, string | undefined> = new Map([...project(), ["README.md", undefined]]);
    const plan = await planAddition({
      wanted: { extras: ["redis"] },
      readFile: async (path) => (files.has(path) ? { text: files.get(path) } : undefined),
    });
    expect(plan.conflicts.map(({ path, places }) => [path, ...places])).toEqual([
      ["README.md", "it is not UTF-8 text"],
    ]);
    expect(settleConflicts(plan, "keep").map(({ path }) => path)).not.toContain("README.md");
  });
});

describe("a line of the project's own", () => {
  it("is never lost, wherever it stands and whatever is added", async () => {
    const edits = fc.record({
      framework: fc.constantFrom(...Framework.options),
      extra: fc.constantFrom(...Extra.options),
      place: fc.nat(),
      file: fc.nat(),
      choice: fc.constantFrom("keep" as const, "markers" as const),
    });
    await fc.assert(
      fc.asyncProperty(edits, async ({ framework, extra, place, file, choice }) => {
        const files = project({ framework });
        const paths = [...files.keys()].filter((path) => !path.endsWith(".json"));
        const path = paths[file % paths.length] ?? "";
        const lines = (files.get(path) ?? "").split("\n");
        files.set(path, lines.toSpliced(place % lines.length, 0, "ours, all of it").join("\n"));
        const { after, text } = await add(files, { extras: [extra] }, choice);
        expect(text(path).split("\n")).toContain("ours, all of it");
        expect(after.size).toBeGreaterThanOrEqual(files.size);
      }),
      { numRuns: 150, seed: 11 },
    );
  });
});

describe("package.json", () => {
  it("keeps what the project put there; the lockfile is then left to the package manager", async () => {
    const files = project();
    edit(files, "package.json", '"next":', '"left-pad": "1.3.0",\n    "next":');
    edit(files, "package.json", '"start":', '"seed": "node seed.js",\n    "start":');
    const { plan, text } = await add(files, { extras: ["redis", "vitest"] });
    const manifest = JSON.parse(text("package.json"));
    expect(plan.conflicts).toEqual([]);
    expect(Object.keys(manifest.dependencies)).toEqual([...Object.keys(manifest.dependencies)].sort());
    expect(manifest.dependencies).toMatchObject({ "left-pad": "1.3.0", redis: expect.any(String) });
    expect(manifest.scripts).toMatchObject({ seed: "node seed.js", test: "vitest run" });
    expect(text("package-lock.json")).toBe(files.get("package-lock.json"));
    expect([plan.install, plan.notes]).toEqual(["npm install", [expect.stringMatching(/^package-lock\.json is not/)]]);
  });

  it("keeps a version that the project chose", async () => {
    const files = project();
    const { react } = JSON.parse(files.get("package.json") ?? "").dependencies;
    edit(files, "package.json", `"react": "${react}"`, '"react": "19.9.9"');
    const { text } = await add(files, { extras: ["redis"] });
    expect(JSON.parse(text("package.json")).dependencies.react).toBe("19.9.9");
  });

  it("names an entry that both changed, and holds no markers", async () => {
    const files = project();
    edit(files, "package.json", '"start":', '"test": "node --test",\n    "start":');
    const { plan, text } = await add(files, { extras: ["vitest"] }, "markers");
    expect(plan.conflicts).toMatchObject([{ path: "package.json", places: ["scripts.test"] }]);
    expect(JSON.parse(text("package.json"))).toMatchObject({ scripts: { test: "node --test" } });
    const theirs = await add(files, { extras: ["vitest"] }, "theirs");
    expect(JSON.parse(theirs.text("package.json")).scripts.test).toBe("vitest run");
  });

  it("is refused when it is malformed", async () => {
    await expect(planFor(project().set("package.json", "{"), { extras: ["redis"] })).rejects.toThrow(
      /package\.json is malformed JSON/,
    );
  });
});

describe("variables and tables of the project's own", () => {
  it("puts new variables below those the project added to .env.example", async () => {
    const files = project();
    files.set(".env.example", `${files.get(".env.example")}\n# Ours.\nOURS=\n`);
    const { plan, text } = await add(files, { extras: ["redis"] });
    expect(plan.conflicts).toEqual([]);
    expect(text(".env.example")).toMatch(/\n# Ours\.\nOURS=\n\n# Address of the Redis server.*\n.*\nREDIS_URL=\n/);
  });

  it("does not name a variable twice", async () => {
    const files = project();
    files.set(".env.example", `REDIS_URL=redis://ours\n${files.get(".env.example")}`);
    const { text } = await add(files, { extras: ["redis"] });
    expect(text(".env.example").match(/^REDIS_URL=/gm)).toHaveLength(1);
    expect(text(".env.example")).toContain("TRUST_PROXY=");
  });

  it("leaves numbered migrations to their tool once the project has its own", async () => {
    const files = project({ database: "drizzle-postgres" });
    edit(files, "drizzle/meta/_journal.json", '"0000_notes"', '"0000_ours"');
    const { plan, after, text } = await add(files, { auth: "better-auth" });
    const paths = plan.changes.map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith("drizzle/"))).toEqual([]);
    expect(after.get("drizzle/meta/_journal.json")).toBe(files.get("drizzle/meta/_journal.json"));
    expect(text("src/db/schema.ts")).toContain("export const users");
    expect([plan.steps, plan.notes]).toEqual([
      ["npm run db:generate"],
      [expect.stringMatching(/migrations of its own/)],
    ]);
  });

  it("changes no migration that a database may have seen", async () => {
    for (const database of ["drizzle-postgres", "prisma-postgres", "drizzle-sqlite"] as const) {
      const { plan } = await add(project({ database, aiTemplate: "rag" }), { auth: "better-auth" });
      const rewritten = plan.changes.filter(({ path, status }) => path.endsWith(".sql") && status !== "added");
      expect(rewritten).toEqual([]);
    }
  });
});

describe("berth.json", () => {
  const record = (files: Files, change: object): Files =>
    files.set("berth.json", JSON.stringify({ ...JSON.parse(files.get("berth.json") ?? "{}"), ...change }));

  it("of an older catalog counts what differs from today as edits, and keeps it", async () => {
    const files = record(project(), { catalogVersion: "2020-01-01" });
    const { react } = JSON.parse(files.get("package.json") ?? "").dependencies;
    edit(files, "package.json", `"react": "${react}"`, '"react": "19.0.0"');
    const { plan, text } = await add(files, { extras: ["redis"] });
    expect(plan.catalog).toEqual({ recorded: "2020-01-01", current: catalogVersion });
    expect(JSON.parse(text("package.json")).dependencies).toMatchObject({ react: "19.0.0", redis: expect.any(String) });
    expect(plan.install).toBe("npm install");
    expect(JSON.parse(text("berth.json"))).toMatchObject({ catalogVersion, config: { extras: ["redis"] } });
  });

  it("keeps entries beside Berth's", async () => {
    const { text } = await add(record(project(), { ours: 1 }), { extras: ["ci"] });
    expect(JSON.parse(text("berth.json"))).toMatchObject({ ours: 1, config: { extras: ["ci"] } });
  });

  it.each([
    ["a newer catalog", { catalogVersion: "2999-01-01" }, "PRECONDITION", /newer than the .* Update Berth/],
    ["no catalog", { catalogVersion: 1 }, "VALIDATION", /does not say which version/],
    [
      "no configuration",
      { config: undefined },
      "VALIDATION",
      /configuration in berth\.json cannot be used.*got nothing/,
    ],
    ["an unknown choice", { config: { name: "x", database: "oracle" } }, "VALIDATION", /"oracle" is not available/],
  ])("with %s is refused", async (_what, change, code, message) => {
    await expect(planFor(record(project(), change), { extras: ["ci"] })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it.each([["{"], ["[]"], ["null"], [""]])("that holds %j is refused", async (text) => {
    await expect(planFor(project().set("berth.json", text), { extras: ["ci"] })).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });

  it("that is missing is not found", async () => {
    await expect(planFor(new Map(), { extras: ["ci"] })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a choice that cannot be added", () => {
  it.each<[string, Partial<ScaffoldConfigInput>, WantedChoices, RegExp]>([
    [
      "replaces another",
      { database: "mongodb" },
      { database: "drizzle-sqlite" },
      /^database: the project has mongodb, and berth add replaces nothing/,
    ],
    ["takes one away", { database: "mongodb" }, { database: "none" }, /replaces nothing/],
    [
      "changes the provider",
      { aiTemplate: "chatbot" },
      { aiProvider: "openai" },
      /^aiProvider: the project has anthropic/,
    ],
    ["has nothing to serve", {}, { aiProvider: "openai" }, /--ai-template chatbot --ai-provider openai/],
    ["is of another field", {}, { extras: ["supabase"] }, /--database supabase or --auth supabase/],
    ["is unknown", {}, { extras: ["blockchain"] }, /^extras: "blockchain" is not available; choose one of redis/],
    ["a rule forbids", { extras: ["redis"] }, { extras: ["upstash"] }, /do the same work.*\(rule one-redis\)/],
  ])("because it %s is refused", async (_what, choices, wanted, message) => {
    await expect(planFor(project(choices), wanted)).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringMatching(message),
    });
  });
});
