import { expect, it } from "vitest";
import { buildFailed } from "./build-failures";

function classify(text: string) {
  const folder = "/srv/apps/shop/releases/0192";
  return buildFailed({ platform: "local", phase: "build", tail: text.split("\n"), exit: { code: 1 }, folder }).failure;
}

const grey = (text: string) => `\u001b[38;5;246m${text}\u001b[0m`;

it("reads a missing module as Vite tells it", () => {
  const failure = classify(`vite v8.3.4 building ssr environment for production...
transforming...
✓ 6 modules transformed.
✗ Build failed in 49ms
error during build:
Build failed with 1 error:

\u001b[31m[UNRESOLVED_IMPORT] \u001b[0mCould not resolve './missing-module' in src/app.ts
   ${grey("╭")}${grey("─")}${grey("[")} src/app.ts:1:25 ${grey("]")}
   ${grey("│")}
 ${grey("1 │")} import { nothing } from "./missing-module";
   ${grey("│")}                         ────────┬────────
   ${grey("│")}                                 ╰────────── Module not found.
${grey("───╯")}

    at aggregateBindingErrorsIntoJsError (file:///srv/apps/shop/releases/0192/node_modules/rolldown/dist/shared/error.mjs:50:18)`);
  expect(failure).toMatchObject({ type: "BUILD_FAILED", file: "src/app.ts", line: 1, column: 25 });
  expect(failure.message).toBe(
    "The build found an error in src/app.ts, line 1: Could not resolve './missing-module' in src/app.ts.",
  );
});

it.each([
  ["a missing export", '[MISSING_EXPORT] "notThere" is not exported by "src/http.ts".', "src/app.ts:1:10"],
  ["a syntax error", "[builtin:vite-transform] Unexpected token", "src/http.ts:1:17"],
])("reads %s as Vite tells it", (_what, said, place) => {
  const failure = classify(`✗ Build failed in 181ms
error during build:
Build failed with 1 error:

${said}
   ╭─[ ${place} ]
   │
 1 │ import { notThere } from "./http";
───╯`);
  expect(`${failure.file}:${failure.line}:${failure.column}`).toBe(place);
  expect(failure.message).toContain(said.replace(/^\S+ /, "").replace(/\.$/, ""));
});

it("reads what Astro tells of a page, by its path in the project", () => {
  const missing = classify(`08:47:46 [vite] ✓ built in 842ms
08:47:47 [ERROR] [vite] ✗ Build failed in 756ms
[UNRESOLVED_IMPORT] Could not resolve '../components/missing' in src/pages/index.astro
   ╭─[ src/pages/index.astro:2:25 ]
───╯

  Location:
    /srv/apps/shop/releases/0192/src/pages/index.astro:2:24`);
  expect(missing).toMatchObject({ file: "src/pages/index.astro", line: 2, column: 25 });
  const broken = classify(`08:48:45 [ERROR] [vite] ✗ Build failed in 468ms
[CompilerError] Unexpected token
  Location:
    /srv/apps/shop/releases/0192/src/pages/index.astro:9:17
  Stack trace:
    at handleCompileResultErrors (file:///srv/apps/shop/releases/0192/node_modules/astro/dist/core/compile/compile.js:67:11)`);
  expect(broken).toMatchObject({ file: "src/pages/index.astro", line: 9, column: 17 });
  expect(broken.message).toBe("The build found an error in src/pages/index.astro, line 9: Unexpected token.");
});

it("reads what Prisma tells of its schema", () => {
  const failure = classify(`Prisma schema loaded from prisma/schema.prisma.
Error: Prisma schema validation - (get-dmmf wasm)
Error code: P1012
\u001b[1;91merror\u001b[0m: \u001b[1mType "Strin" is neither a built-in type, nor refers to another model, composite type, or enum.\u001b[0m
  \u001b[1;94m-->\u001b[0m  \u001b[4mprisma/schema.prisma:11\u001b[0m
\u001b[1;94m   | \u001b[0m
\u001b[1;94m10 | \u001b[0mmodel Note {

Validation Error Count: 1`);
  expect(failure).toMatchObject({ file: "prisma/schema.prisma", line: 11 });
  expect(failure.column).toBeUndefined();
  expect(failure.message).toContain('line 11: Type "Strin" is neither');
});

it("reads what esbuild and Rollup tell", () => {
  const esbuild = classify(`✘ [ERROR] Could not resolve "./missing"

    src/app.ts:1:14:
      1 │ import x from "./missing"; console.log(x)
        ╵               ~~~~~~~~~~~`);
  expect(esbuild).toMatchObject({ file: "src/app.ts", line: 1, column: 14 });
  expect(esbuild.message).toContain('Could not resolve "./missing"');
  const rollup = classify(`error during build:
src/app.ts (1:9): "notThere" is not exported by "src/http.ts", imported by "src/app.ts".
file: /srv/apps/shop/releases/0192/src/app.ts:1:9`);
  expect(rollup).toMatchObject({ file: "src/app.ts", line: 1, column: 9 });
  expect(rollup.message).toContain('line 1: "notThere" is not exported by');
});

it("looks past what goes wrong inside a package", () => {
  const failure = classify(`[MISSING_EXPORT] "x" is not exported by "node_modules/a/index.js".
   ╭─[ node_modules/b/index.js:1:10 ]
───╯`);
  expect(failure.file).toBeUndefined();
});
