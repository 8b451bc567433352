import { describe, expect, it } from "vitest";
import { secretRules } from "./patterns";
import { scanFiles } from "./scan";
import { chars, vectors } from "./testing/vectors";

const token = `gh${"p_"}${chars(36, "word")}`;
const scan = async (content: string | Uint8Array, path = "src/config.ts") =>
  (await scanFiles([{ path, content }])).findings;

describe("the rules", () => {
  it("have vectors, one each, and ids of their own", () => {
    const blocking = secretRules.filter(({ isBlocking }) => isBlocking !== false).map(({ id }) => id);
    expect(new Set(blocking).size).toBe(blocking.length);
    expect(Object.keys(vectors).sort()).toEqual(blocking.sort());
  });

  it.each(Object.entries(vectors))("%s finds its secrets and nothing that only looks like one", async (id, vector) => {
    for (const text of vector.found) {
      const findings = await scan(text);
      expect(
        findings.map(({ rule }) => rule),
        text,
      ).toContain(id);
      for (const { excerpt } of findings) expect(excerpt.replace("********", "").length).toBeLessThanOrEqual(6);
    }
    for (const text of vector.missed)
      expect(
        (await scan(text)).filter(({ isBlocking }) => isBlocking),
        text,
      ).toEqual([]);
  });

  it("only warn of keys of a test mode and of what has a telling name", async () => {
    const findings = await scan(
      `const a = "sk_${"test_"}${chars(24, "word")}";\nconst INTERNAL_PASSWORD = "${chars(32, "word")}";\n`,
    );
    expect(findings.map(({ rule, line, isBlocking }) => ({ rule, line, isBlocking }))).toEqual([
      { rule: "stripe-test-key", line: 1, isBlocking: false },
      { rule: "secret-variable", line: 2, isBlocking: false },
    ]);
  });
});

describe("a finding", () => {
  it("names the place, and shows the ends of the secret alone", async () => {
    const [finding] = await scan(`line one\r\n  const a = "${token}";\r\n`);
    expect(finding).toMatchObject({
      rule: "github-token",
      file: "src/config.ts",
      line: 2,
      column: 14,
      isBlocking: true,
    });
    expect(finding?.excerpt).toBe(`ghp_********${token.slice(-2)}`);
    expect(JSON.stringify(finding)).not.toContain(token.slice(4, 12));
    expect(finding?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });

  it("keeps its fingerprint when it moves within its file, and has another one elsewhere", async () => {
    const [one] = await scan(token);
    const [moved] = await scan(`\n\n\n  ${token}`);
    const [elsewhere] = await scan(token, "src/other.ts");
    const [, second] = await scan(`${token}\n${token}\n`);
    expect(moved?.fingerprint).toBe(one?.fingerprint);
    expect(new Set([one, elsewhere, second].map((each) => each?.fingerprint)).size).toBe(3);
  });

  it("is told once where two engines find it", async () => {
    expect(await scan(`postgres://app:${chars(16, "word")}@db.acme.io/app`)).toHaveLength(1);
  });
});

describe("many findings", () => {
  const warning = `const INTERNAL_PASSWORD = "${chars(32, "word")}";\n`;

  it("never hide one that stops a publication behind those that do not", async () => {
    const report = await scanFiles([
      { path: "a.ts", content: warning.repeat(1_000) },
      { path: "b.ts", content: warning.repeat(1_000) + token },
    ]);
    expect(report.findings.filter(({ isBlocking }) => isBlocking)).toMatchObject([{ file: "b.ts", line: 1_001 }]);
    expect(report.findings).toHaveLength(201);
    const [shadowed] = await scan(`AWS_SECRET_ACCESS_KEY="${chars(40, "word")}"`);
    expect(shadowed).toMatchObject({ rule: "secretlint-aws", isBlocking: true });
  });

  it("are told to a bound", async () => {
    const list = Array.from({ length: 2_000 }, (_, index) => `gh${"p_"}${chars(36, "word", `${index}`)}`).join("\n");
    const { findings, incomplete } = await scanFiles([{ path: "a.txt", content: list }]);
    expect(findings).toHaveLength(200);
    expect(incomplete).toMatchObject([{ file: "a.txt" }]);
  });
});

describe("files of every form", () => {
  const utf16 = (text: string, isMarked: boolean) => Buffer.from(`${isMarked ? "\ufeff" : ""}${text}`, "utf16le");

  it.each([
    ["UTF-16 with a mark", utf16(`a = "${token}"\r\n`, true)],
    ["UTF-16 without a mark", utf16(`a = "${token}"\r\n`, false)],
    ["big-endian UTF-16", utf16(`a = "${token}"\r\n`, true).swap16()],
    ["UTF-8 with a mark", Buffer.from(`\ufeffa = "${token}"\r\n`)],
    ["broken UTF-8", Buffer.concat([Buffer.from([0xff, 0xc0, 0x80]), Buffer.from(`a = "${token}"`)])],
  ])("are read in %s", async (_, bytes) => {
    expect(await scan(bytes)).toMatchObject([{ rule: "github-token", line: 1 }]);
  });

  it("are left alone when they are no text", async () => {
    const bytes = Buffer.concat([Buffer.from([0, 1, 2, 0, 0, 3]), Buffer.from(token)]);
    expect(await scan(bytes, "data.bin")).toEqual([]);
    expect(await scan(Buffer.from(token), "logo.png")).toEqual([]);
  });

  it("are read on one line of a megabyte, also across the pieces it is read in", async () => {
    const filler = "var a=function(b){return b+1};";
    for (const at of [32_768 - 20, 32_768, 700_000]) {
      const line = `${filler.repeat(Math.ceil(at / filler.length)).slice(0, at - 1)} ${token} ${filler.repeat(100)}`;
      expect(await scan(line), `${at}`).toMatchObject([{ rule: "github-token", line: 1, column: at + 1 }]);
    }
  });

  it("are read to their first megabyte, and that is said", async () => {
    const report = await scanFiles([
      { path: "a.sql", content: Buffer.from(`${token}\n${"-- row\n".repeat(200_000)}${token}`) },
    ]);
    expect(report.findings).toHaveLength(1);
    expect(report.incomplete).toEqual([{ file: "a.sql", reason: "only its first 1 MiB were looked into" }]);
  });

  it("leave no trace in the memory of the process", async () => {
    await scan(`${token}\n`);
    expect(performance.getEntriesByType("mark")).toEqual([]);
  });

  it("are left when time is up, and that is said", async () => {
    let now = 0;
    const clock = () => {
      now += 1_000;
      return now;
    };
    const files = Array.from({ length: 20 }, (_, index) => ({ path: `${index}.ts`, content: "const a = 1;" }));
    const { incomplete } = await scanFiles(files, { totalMs: 30_000, clock });
    expect(incomplete.at(-1)).toEqual({ file: "19.ts", reason: "the scan ended after 30 seconds" });
    await expect(scanFiles([{ path: "a", content: "b" }], { clock, signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
