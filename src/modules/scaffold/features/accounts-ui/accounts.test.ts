import { describe, expect, it } from "vitest";
import type { Contribution, Feature } from "../../engine/feature";
import { type AuthProvider, type Framework, ScaffoldConfig } from "../../schema";
import { betterAuth } from "../better-auth/feature";
import { clerk } from "../clerk/feature";
import { nextauth } from "../nextauth/feature";
import { supabaseAuth } from "../supabase-auth/feature";
import { waysIn } from "./contribution";
import { safePathModule } from "./state";

const everyProvider: AuthProvider[][] = [["credentials"], ["github"], ["credentials", "github", "google"]];
const everyFramework: Framework[] = ["next", "hono", "vite-react", "astro"];

interface Case {
  name: string;
  feature: Feature;
  config: ScaffoldConfig;
}

function casesOf(feature: Feature, choices: Partial<ScaffoldConfig>, frameworks: readonly Framework[]): Case[] {
  const providers = choices.auth === "clerk" ? [[]] : everyProvider;
  return frameworks.flatMap((framework) =>
    providers.map((authProviders) => ({
      name: [choices.auth, framework, ...authProviders].join(" "),
      feature,
      config: ScaffoldConfig.parse({ name: "shop", framework, authProviders, ...choices }),
    })),
  );
}

const cases: Case[] = [
  ...casesOf(betterAuth, { auth: "better-auth", database: "drizzle-postgres" }, everyFramework),
  ...casesOf(supabaseAuth, { auth: "supabase" }, everyFramework),
  ...casesOf(nextauth, { auth: "nextauth", database: "mongodb" }, ["next"]),
  ...casesOf(clerk, { auth: "clerk" }, ["next", "vite-react"]),
];

/** The names a module exports, and the file it is. */
function exportsOf({ files = [] }: Contribution, from: string): string[] {
  const file = files.find(({ path }) => path.replace(/\.tsx?$/, "") === from.replace("@/", "src/"));
  if (file === undefined) throw new Error(`${from} is not among the files.`);
  return [...file.content.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(([, name = ""]) => name);
}

describe.each(cases)("$name", ({ feature, config }) => {
  const contribution = feature.contribute(config);
  const paths = (contribution.files ?? []).map(({ path }) => path);

  it("exports what its routes, pages and header name", () => {
    const named = [
      ...(contribution.endpoints ?? []).flatMap(({ handlers, from }) =>
        Object.values(handlers).map((name) => ({ name, from })),
      ),
      ...(contribution.pages ?? []).map(({ component }) => component),
      ...(contribution.headerActions ?? []),
      ...(contribution.wrappers ?? []),
    ];
    for (const { name, from } of named) expect(exportsOf(contribution, from), from).toContain(name);
  });

  it("says who is signed in, the same way as every other feature", () => {
    const session = contribution.files?.find(({ path }) => path === "src/auth/session.ts")?.content;
    expect(session).toContain("export interface User {\n  id: string;\n  name: string;\n  email?: string;\n}");
    const parameters = /currentUser\(([^)]*)\): Promise<User \| undefined>/.exec(session ?? "")?.[1];
    expect(parameters?.endsWith("Request") ?? false).toBe(config.framework !== "next");
  });

  it("answers GET /api/account wherever the server cannot guard a page itself", () => {
    const account = contribution.endpoints?.find(({ path }) => path === "/api/account");
    if (config.framework !== "next") expect(account?.handlers.GET).toBe("getAccount");
  });

  it("has pages where there is React, and only the ways in that were chosen", () => {
    const hasPages = config.framework !== "hono";
    expect(paths.some((path) => path.endsWith(".tsx"))).toBe(hasPages);
    expect((contribution.pages ?? []).length > 0 || paths.includes("src/app/sign-in/page.tsx")).toBe(hasPages);
    if (config.auth === "clerk") return;
    const hasPassword = config.authProviders.includes("credentials");
    expect(paths.some((path) => path.includes("sign-up"))).toBe(hasPages && hasPassword);
    const keys = feature.variables(config).map(({ key }) => key);
    const hasKeys = config.auth !== "supabase" && config.authProviders.includes("github");
    expect(keys.some((key) => key.includes("GITHUB"))).toBe(hasKeys);
  });
});

describe("safePath", () => {
  const source = safePathModule({ ...casesOf(clerk, { auth: "clerk" }, ["next"])[0]?.config } as ScaffoldConfig);
  const body = source.replace("export function", "return function").replace("path: unknown): string", "path)");
  const safePath: (path: unknown) => string = new Function(body)();

  it.each(["/", "/notes", "/notes?page=2#end", "/a/b%20c", "/.//evil.example"])("keeps %s", (path) => {
    expect(safePath(path)).toBe(path);
    expect(new URL(safePath(path), "https://shop.example").origin).toBe("https://shop.example");
  });

  it.each([
    undefined,
    null,
    7,
    "",
    "notes",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "/\u0000",
  ])("sends %j to the account instead", (path) => {
    expect(safePath(path)).toBe("/account");
  });
});

describe("waysIn", () => {
  it("reads as a sentence", () => {
    const read = (authProviders: AuthProvider[]) =>
      waysIn(ScaffoldConfig.parse({ name: "shop", auth: "better-auth", authProviders }));
    expect(read(["github"])).toBe("GitHub");
    expect(read(["credentials", "github", "google"])).toBe("e-mail and password, GitHub or Google");
  });
});
