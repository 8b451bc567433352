import fc from "fast-check";
import { expect, it } from "vitest";
import { createResolver, findTargets, type Node } from "./references";

type Values = Record<string, string>;

/** One scope per environment; a value is a reference unless its name starts with LITERAL. */
function resolverOf(environments: Record<string, Values>) {
  const nodeOf = (scope: string, key: string): Node<string> | undefined => {
    const text = environments[scope]?.[key];
    if (text === undefined) return undefined;
    const isReference = !key.startsWith("LITERAL");
    return {
      scope,
      key,
      label: `${scope}.${key}`,
      text,
      isReference,
      visibility: key.endsWith("SECRET") ? "masked" : "plain",
    };
  };
  const resolve = createResolver<string>(async (scope, { environment = scope, key }) => nodeOf(environment, key));
  return async (key: string, scope = "staging") => {
    const node = nodeOf(scope, key);
    if (!node) throw new Error(`The test has no ${key}.`);
    return resolve(node);
  };
}

it("puts values together from the same environment and from others", async () => {
  const resolve = resolverOf({
    staging: { URL: `https://\${{HOST}}:\${{ production.PORT }}/`, HOST: `\${{production.HOST}}` },
    production: { HOST: "example.com", PORT: "443" },
  });
  expect(await resolve("URL")).toEqual({
    text: "https://example.com:443/",
    visibility: "plain",
    sources: new Set(["staging.HOST", "production.HOST", "production.PORT"]),
    depth: 2,
  });
});

it("leaves a literal dollar and all that looks like a command alone", async () => {
  const literal = `$HOME \${HOME} $(id) \`id\` \${{HOST}} $$ $&`;
  const resolve = resolverOf({ staging: { LITERAL: literal, COPY: `$& \${{LITERAL}} $1 $(id)`, HOST: "h" } });
  expect((await resolve("LITERAL")).text).toBe(literal);
  expect((await resolve("COPY")).text).toBe(`$& ${literal} $1 $(id)`);
});

it("marks what a masked value went into", async () => {
  const resolve = resolverOf({
    staging: { URL: `x\${{ONE}}`, ONE: `\${{A_SECRET}}`, A_SECRET: "s", FREE: `\${{LITERAL}}`, LITERAL: "l" },
  });
  expect((await resolve("URL")).visibility).toBe("masked");
  expect((await resolve("FREE")).visibility).toBe("plain");
});

it("names the way to a circle, a missing target and a reference that is not well formed", async () => {
  const resolve = resolverOf({
    staging: {
      A: `\${{production.B}}`,
      SELF: `\${{SELF}}`,
      GONE: `\${{A_GONE}}`,
      A_GONE: `\${{nowhere.X}}`,
      BAD: `\${{a b}}`,
    },
    production: { B: `\${{staging.A}}` },
  });
  await expect(resolve("A")).rejects.toMatchObject({
    code: "PRECONDITION",
    details: { reason: "cycle", path: ["staging.A", "production.B", "staging.A"] },
  });
  await expect(resolve("SELF")).rejects.toThrow("staging.SELF > staging.SELF");
  await expect(resolve("GONE")).rejects.toMatchObject({
    message: `staging.GONE refers to \${{nowhere.X}} (by way of staging.GONE > staging.A_GONE), which is not set. Set it, or change the reference.`,
    details: { reason: "missing", path: ["staging.GONE", "staging.A_GONE", `\${{nowhere.X}}`] },
  });
  await expect(resolve("BAD")).rejects.toMatchObject({ details: { reason: "malformed" } });
});

it.each([
  ["from the near end", [11, 10]],
  ["from the far end", [1, 5, 10, 11]],
])("takes ten references and refuses eleven, whatever was resolved before (%s)", async (_, order) => {
  const names = Array.from({ length: 12 }, (__, index) => `V${index}`);
  const values = Object.fromEntries(names.map((name, index) => [name, index ? `\${{V${index - 1}}}` : "end"]));
  const resolve = resolverOf({ staging: { ...values, V0: `\${{LITERAL}}`, LITERAL: "end" } });
  for (const depth of order) {
    if (depth <= 9) expect((await resolve(`V${depth}`)).text).toBe("end");
    else await expect(resolve(`V${depth}`)).rejects.toMatchObject({ details: { reason: "depth" } });
  }
  expect((await resolve("V9")).depth).toBe(10);
});

it("stops at 64 KiB instead of growing with every level", async () => {
  const values = Object.fromEntries(
    Array.from({ length: 9 }, (_, index) => [`V${index}`, index ? `\${{V${index - 1}}}`.repeat(100) : `\${{LITERAL}}`]),
  );
  const resolve = resolverOf({ staging: { ...values, LITERAL: "x".repeat(10) } });
  await expect(resolve("V8")).rejects.toMatchObject({ details: { reason: "size" } });
});

it("reads targets, or says that there are none", () => {
  expect(findTargets(`\${{A}} \${{production.B}} \${{shop.production.C}}`)).toEqual([
    { key: "A" },
    { key: "B", environment: "production" },
    { key: "C", environment: "production", project: "shop" },
  ]);
  const none = [
    "",
    "$A",
    `\${A}`,
    `\${{}}`,
    `\${{A`,
    `\${{a-b}}`,
    `\${{A}} \${{`,
    `\${{Prod.A}}`,
    `\${{a.b.c.D}}`,
    `\${{__proto__}}`,
  ];
  for (const text of none) expect(findTargets(text), text).toBeUndefined();
});

it("resolves random graphs to what a plain replacement gives, or names a way that is really there", async () => {
  const name = fc.constantFrom("A", "B", "C", "D", "E");
  const piece = fc.oneof(
    fc.constantFrom("x", "$", "{", "}"),
    name.map((key) => `\${{${key}}}`),
  );
  const graph = fc.dictionary(
    name,
    fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join("")),
  );
  await fc.assert(
    fc.asyncProperty(graph, async (values) => {
      const resolve = resolverOf({ staging: values });
      for (const key of Object.keys(values)) {
        const expected = replaceAll(values, key, []);
        const resolved = await resolve(key).then(
          ({ text }) => text,
          () => undefined,
        );
        expect(resolved).toBe(expected);
      }
    }),
  );
});

function replaceAll(values: Values, key: string, path: string[]): string | undefined {
  const text = Object.hasOwn(values, key) ? values[key] : undefined;
  if (text === undefined || path.includes(key)) return undefined;
  const parts = text.split(/\$\{\{([A-E])\}\}/).map((part, index) => {
    return index % 2 === 1 ? replaceAll(values, part, [...path, key]) : part;
  });
  return parts.includes(undefined) ? undefined : parts.join("");
}
