import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeReads } from "./code-reads";
import { parseSource } from "./syntax";

/** `KEY need [default]` for every read of a source, in order. */
function reads(code: string, path = "a.tsx"): string[] {
  const outcome = parseSource(code, path);
  if (outcome.kind === "unreadable") throw new Error(outcome.reason);
  return codeReads(outcome.root).map(({ key, need, defaultValue }) =>
    [key, need, defaultValue].filter(Boolean).join(" "),
  );
}

describe("codeReads", () => {
  it.each([
    ["a member", "use(process.env.A)", ["A plain"]],
    ["an element", 'use(process.env["A"])', ["A plain"]],
    ["a template without placeholders", "use(process.env[`A`])", ["A plain"]],
    ["an optional chain", "use(process?.env?.A)", ["A plain"]],
    ["through globalThis", "use(globalThis.process.env.A)", ["A plain"]],
    ["import.meta", "use(import.meta.env.VITE_A)", ["VITE_A plain"]],
    ["import.meta behind a cast", "use((import.meta as any).env.VITE_A)", ["VITE_A plain"]],
    ["Bun and Deno", 'use(Bun.env.A, Deno.env.get("B"))', ["A plain", "B plain"]],
    ["destructured", "const { A, B = 'x', C: c, ...rest } = process.env", ["A plain", "B optional x", "C plain"]],
    ["destructured in an assignment", "({ A } = process.env)", ["A plain"]],
    ["a name for it", "const env = process.env; use(env.A)", ["A plain"]],
    ["a name taken out of process", "const { env } = process; use(env.A)", ["A plain"]],
    ["an import of it", 'import { env } from "node:process"; use(env.A)', ["A plain"]],
    ["a default", "use(process.env.A ?? 'x', process.env.B || 3)", ["A optional x", "B optional 3"]],
    ["a default that throws", "use(process.env.A ?? raise('A'))", ["A required"]],
    ["an assertion", "use(process.env.A!)", ["A required"]],
    ["a check that throws", "if (!process.env.A) { throw new Error() }", ["A required"]],
    [
      "a check of two that exits",
      "if (!process.env.A || !process.env.B) process.exit(1)",
      ["A required", "B required"],
    ],
    [
      "a question",
      "use(process.env.A ? 1 : 2, !!process.env.B, process.env.C === 'on')",
      ["A optional", "B optional", "C optional"],
    ],
    ["a helper", 'use(requireEnv("A"), getEnv("B", "x"), env("C"))', ["A required", "B optional x", "C plain"]],
    ["a write", "process.env.A = '1'; delete process.env.B", []],
    ["a computed name", "use(process.env[name])", []],
    ["another env", "use(c.env.A, window.env.B)", []],
    ["comments and texts", "// process.env.A\nuse('process.env.B')", []],
    ["JSX", "const x = <p title={process.env.A}>process.env.B</p>", ["A plain"]],
    ["a broken file as far as it goes", "const a = process.env.A; const a = 1; return await b", ["A plain"]],
  ])("finds %s", (_what, code, expected) => expect(reads(code)).toEqual(expected));

  it("finds what a schema declares", () => {
    const zod = `const Env = z.object({ A: z.string(), B: z.string().optional(), C: z.coerce.number().default(5), D: z.url() });
      export const env = Env.parse(process.env);`;
    expect(reads(zod, "env.ts")).toEqual(["A required", "B optional", "C optional 5", "D required"]);
    const t3 = `createEnv({ server: { A: z.string() }, client: { NEXT_PUBLIC_B: z.string().optional() }, runtimeEnv: {} })`;
    expect(reads(t3, "env.ts")).toEqual(["A required", "NEXT_PUBLIC_B optional"]);
    const valibot = "v.parse(v.object({ A: v.string(), B: v.optional(v.string()) }), process.env)";
    expect(reads(valibot, "env.ts")).toEqual(["A required", "B optional"]);
    const envalid = "cleanEnv(process.env, { A: str(), B: port({ default: 3000 }) })";
    expect(reads(envalid, "env.ts")).toEqual(["A required", "B optional 3000"]);
  });

  it("gives the line in the file", () => {
    const outcome = parseSource("\n\nuse(\n  process.env.A,\n);", "a.ts");
    expect(outcome.kind === "tree" && codeReads(outcome.root)[0]?.line).toBe(4);
  });
});

describe("parseSource", () => {
  it("gives up in time on a text that takes a parser exponential time", () => {
    const startedAt = performance.now();
    const outcome = parseSource("<a>(".repeat(30) + ")".repeat(30), "a.ts");
    expect(outcome).toEqual({ kind: "unreadable", reason: "reading it takes too long" });
    expect(performance.now() - startedAt).toBeLessThan(4000);
  });

  it("gives up on nesting that would overflow the stack", () => {
    expect(parseSource("[".repeat(100_000), "a.ts")).toMatchObject({
      kind: "unreadable",
      reason: "it is nested too deeply",
    });
  });

  it("never throws, whatever the text", () => {
    const words = [
      "process.env.",
      "A",
      "{",
      "}",
      "(",
      ")",
      "<",
      ">",
      "`",
      "${",
      "=",
      "=>",
      "const ",
      "import ",
      "@",
      "/*",
      "'",
      "\n",
      "?.",
      "z.object",
    ];
    const code = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(code, fc.constantFrom("a.ts", "a.tsx", "a.js", "a.mjs"), (text, path) => {
        const outcome = parseSource(text, path);
        if (outcome.kind === "tree") codeReads(outcome.root);
      }),
      { numRuns: 500 },
    );
  });
});
