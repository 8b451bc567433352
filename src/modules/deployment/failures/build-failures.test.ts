import { describe, expect, it } from "vitest";
import { buildFailed, type FailedBuild } from "./build-failures";

function classify(phase: FailedBuild["phase"], text: string, exit: FailedBuild["exit"] = { code: 1 }) {
  return buildFailed({ platform: "local", phase, tail: text.split("\n"), exit });
}

describe("buildFailed", () => {
  it("names file, line and column of a type error found by next build", () => {
    const { failure } = classify(
      "build",
      `> shop@0.1.0 build
> next build

   \u001b[1m▲ Next.js 16.4.5\u001b[22m (Turbopack)
 ✓ Compiled successfully in 4.1s
   Running TypeScript ...
Failed to compile.

./src/app/page.tsx:12:7
\u001b[31mType error\u001b[39m: Type 'string' is not assignable to type 'number'.

  10 |
  11 | export default function Page() {
> 12 |   const total: number = "three";
     |         ^`,
    );
    expect(failure).toMatchObject({ type: "BUILD_FAILED", file: "src/app/page.tsx", line: 12, column: 7 });
    expect(failure.message).toBe(
      "The build found a type error in src/app/page.tsx, line 12: Type 'string' is not assignable to type 'number'.",
    );
    expect(failure.evidence?.[0]).toBe("./src/app/page.tsx:12:7");
  });

  it("reads both forms of the TypeScript compiler", () => {
    const plain = classify(
      "build",
      "src/index.ts(3,14): error TS2322: Type 'string' is not assignable to type 'number'.",
    );
    expect(plain.failure).toMatchObject({ file: "src/index.ts", line: 3, column: 14 });
    const pretty = classify(
      "build",
      "src/index.ts:3:14 - error TS2322: Type 'string' is not assignable to type 'number'.",
    );
    expect(pretty.failure).toMatchObject({ file: "src/index.ts", line: 3, column: 14 });
    expect(pretty.failure.message).toContain("line 3: error TS2322");
  });

  it("names a module that Turbopack cannot resolve", () => {
    const { failure } = classify(
      "build",
      `> Build error occurred
Error: Turbopack build failed with 1 errors:
./src/app/(shop)/[slug]/page.tsx:2:1
Module not found: Can't resolve './missing'`,
    );
    expect(failure).toMatchObject({ type: "BUILD_FAILED", file: "src/app/(shop)/[slug]/page.tsx", line: 2 });
  });

  it.each(["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "E503"])(
    "calls %s of npm a registry out of reach, worth another try",
    (code) => {
      const found = classify(
        "install",
        `npm error code ${code}
npm error syscall getaddrinfo
npm error errno ${code}
npm error network request to https://registry.example/next failed, reason: getaddrinfo ${code}
npm error network This is a problem related to network connectivity.`,
      );
      expect(found.failure).toMatchObject({ type: "PLATFORM_UNAVAILABLE", severity: "temporary" });
      expect(found.failure.message).toContain(code);
      expect(found.isTemporary).toBe(true);
    },
  );

  it("does not try again when the certificate is refused", () => {
    const found = classify(
      "install",
      "npm error code SELF_SIGNED_CERT_IN_CHAIN\nnpm error self-signed certificate in certificate chain",
    );
    expect(found.failure.type).toBe("PLATFORM_UNAVAILABLE");
    expect(found.isTemporary).toBe(false);
    expect(found.failure.suggestions.join(" ")).toContain("NODE_EXTRA_CA_CERTS");
  });

  it("tells a lockfile that does not fit from a network problem", () => {
    const found = classify(
      "install",
      "npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync.",
    );
    expect(found.failure.type).toBe("BUILD_FAILED");
    expect(found.failure.message).toContain("do not belong together");
    expect(found.isTemporary).toBe(false);
  });

  it("reads what pnpm refuses, and tells it from a registry out of reach", () => {
    const stale = classify(
      "install",
      ` ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date with <ROOT>/package.json

  Failure reason:
  specifiers in the lockfile don't match specifiers in package.json:
* 1 dependencies were added: is-number@7.0.0`,
    );
    expect(stale.failure).toMatchObject({ type: "BUILD_FAILED", severity: "recoverable" });
    expect(stale.failure.message).toContain("(ERR_PNPM_OUTDATED_LOCKFILE)");
    expect(stale.failure.suggestions.join()).toContain("pnpm install");
    const silent = classify(
      "install",
      " ERR_PNPM_META_FETCH_FAIL  GET https://registry.example.com/is-number: request to https://registry.example.com/is-number failed, reason: connect ECONNREFUSED 127.0.0.1:9",
    );
    expect(silent.failure).toMatchObject({ type: "PLATFORM_UNAVAILABLE", severity: "temporary" });
    expect(silent.failure.message).toContain("(ECONNREFUSED)");
  });

  it("sees a full disk in any phase", () => {
    expect(
      classify("install", "npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write").failure
        .message,
    ).toContain("disk");
    expect(classify("build", "Error: ENOSPC: no space left on device, write '.next/cache/x'").failure.type).toBe(
      "BUILD_FAILED",
    );
    expect(classify("start", "Error: ENOSPC: no space left on device").failure.type).toBe("START_FAILED");
  });

  it("sees a lack of memory in the output, the signal or the exit code", () => {
    const heap = classify(
      "build",
      "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
      { code: 134 },
    );
    expect(heap.failure.message).toBe("The build ran out of memory.");
    expect(classify("build", "Creating an optimized production build ...", { code: 137 }).failure.message).toContain(
      "SIGKILL",
    );
    expect(classify("start", "ready", { code: null, signal: "SIGKILL" }).failure.type).toBe("START_FAILED");
  });

  it("names the variable that is missing", () => {
    const cases: [string, string][] = [
      ["Error: Missing required environment variables: DATABASE_URL, AUTH_SECRET", "DATABASE_URL, AUTH_SECRET"],
      ["error: Environment variable not found: DATABASE_URL.", "DATABASE_URL"],
      ["Error: ANTHROPIC_API_KEY is not set", "ANTHROPIC_API_KEY"],
      ["[auth][error] MissingSecret: Please define a `secret`.", "AUTH_SECRET"],
    ];
    for (const [line, names] of cases) {
      const { failure } = classify("start", `> next start\n${line}`);
      expect(failure.message, line).toContain(names);
      const [key = ""] = names.split(", ");
      expect(failure.recovery[0]).toMatchObject({ fix: { kind: "set-variable", key } });
    }
  });

  it("calls a busy port temporary, since the next try gets another one", () => {
    const found = classify(
      "start",
      " ⨯ Failed to start server\nError: listen EADDRINUSE: address already in use 127.0.0.1:3000",
    );
    expect(found.failure.type).toBe("START_FAILED");
    expect(found.isTemporary).toBe(true);
  });

  it("shows the last lines of a crash it does not know", () => {
    const { failure } = classify(
      "start",
      `ready in 200ms\nTypeError: Cannot read properties of undefined (reading 'id')\n    at boot (server.js:4:9)`,
      { code: 7 },
    );
    expect(failure.type).toBe("START_FAILED");
    expect(failure.message).toContain("ended with code 7");
    expect(failure.evidence?.at(-1)).toContain("server.js:4:9");
  });

  it("does not take a warning with a location for the cause", () => {
    const { failure } = classify(
      "build",
      "./src/app/page.tsx:1:1\nWarning: unused variable\n\nsh: 1: vite: not found",
      { code: 127 },
    );
    expect(failure.file).toBeUndefined();
    expect(failure.message).toContain("the program vite");
  });
});
