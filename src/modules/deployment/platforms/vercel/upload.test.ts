import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readSource } from "../../../../../e2e/emulators/vercel/source";
import { migratingBuild, planUpload, tellUpload, UploadedFiles } from "./upload";

const file = (path: string, content: string | Uint8Array = path) => ({ path, content, mode: 0o644 });
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => file(`src/file-${index}.txt`, `content ${index}`));
/** Larger than what travels inline. */
const large = file("large.txt", "x".repeat(100_000));

/** The files as Vercel's build would find them. */
async function arrived(plan: Awaited<ReturnType<typeof planUpload>>): Promise<Record<string, string>> {
  const blobs = new Map(plan.blobs.map(({ sha, bytes }) => [sha, Buffer.from(bytes)]));
  const source = await readSource(plan.files, blobs);
  if (source.outcome !== "read") throw new Error(JSON.stringify(source));
  return Object.fromEntries([...source.files].map(([path, bytes]) => [path, bytes.toString("latin1")]));
}

describe("what is sent", () => {
  it("travels inline while it is small, text as text and the rest in base64", async () => {
    const plan = await planUpload([file("a.txt", "straße"), file("b.png", new Uint8Array([0, 255, 254]))]);
    expect(plan).toMatchObject({ how: "inline", blobs: [] });
    expect(plan.files).toContainEqual({ file: "a.txt", data: "straße", encoding: "utf-8" });
    expect(await arrived(plan)).toMatchObject({ "b.png": "\0\xff\xfe" });
    expect(UploadedFiles.parse({ files: plan.files }).files).toEqual(plan.files);
  });

  it("goes file by file when it is larger, each by the hash of its content", async () => {
    const plan = await planUpload([large, file("copy.txt", large.content), file("empty.txt", "")]);
    expect(plan.how).toBe("files");
    expect(plan.files).toHaveLength(3);
    expect(plan.files[0]).toMatchObject({ file: "large.txt", size: 100_000, sha: plan.blobs[1]?.sha });
    expect(await arrived(plan)).toMatchObject({ "empty.txt": "", "copy.txt": large.content });
    expect(tellUpload(plan, 3)).toBe("3 files sent.");
    expect(tellUpload(plan, 1)).toBe("1 of 3 files sent; Vercel has the others.");
  });

  it("goes as one archive when there are many, the same bytes for the same files", async () => {
    const files = [large, ...many(20_000)];
    const plan = await planUpload(files);
    expect(plan).toMatchObject({ how: "archive", files: [{ file: ".vercel/source.tgz.part1" }] });
    const again = await planUpload(files.toReversed());
    expect(again.files).toEqual(plan.files);
    const found = await arrived(plan);
    expect(Object.keys(found)).toHaveLength(20_001);
    expect(found["src/file-19999.txt"]).toBe("content 19999");
    expect(gunzipSync(Buffer.concat(plan.blobs.map(({ bytes }) => bytes))).length).toBeGreaterThan(1_000_000);
  });

  it("leaves out what is built, downloaded or secret", async () => {
    const kept = [".env.example", "src/.envoy.ts", "src/node_modules.ts", "a/.gitignore"];
    const left = [
      ".env",
      ".env.local",
      "apps/web/.env.production",
      "node_modules/x/a.js",
      "a/node_modules/b.js",
      ".git/config",
      ".vercel/project.json",
      ".next/x",
    ];
    const plan = await planUpload([...kept, ...left].map((path) => file(path)));
    expect(plan.files.map((each) => each.file).sort()).toEqual([...kept].sort());
  });
});

describe("the build command", () => {
  const project = (scripts: Record<string, string>, lockfile = "package-lock.json", root = "") => [
    file(`${root}package.json`, JSON.stringify({ scripts })),
    file(`${root}${lockfile}`, "{}"),
  ];
  const scripts = { build: "next build", "db:migrate": "drizzle-kit migrate" };
  const production = { settings: {}, target: "production" } as const;

  it("migrates first where the project knows how", () => {
    const npm = { buildCommand: "npm run db:migrate && npm run build" };
    expect(migratingBuild(project(scripts), production)).toEqual(npm);
    expect(migratingBuild(project(scripts, "pnpm-lock.yaml"), production).buildCommand).toContain(
      "pnpm run db:migrate",
    );
    const settings = { rootDirectory: "apps/web/" };
    expect(migratingBuild(project(scripts, "package-lock.json", "apps/web/"), { ...production, settings })).toEqual(
      npm,
    );
  });

  it("is Vercel's own otherwise", () => {
    expect(migratingBuild(project({ build: "next build" }), production)).toEqual({});
    expect(migratingBuild(project(scripts), { ...production, target: "preview" })).toEqual({});
    expect(migratingBuild(project(scripts), { ...production, settings: { buildCommand: "make" } })).toEqual({});
    expect(migratingBuild([file("package.json", "{ broken")], production)).toEqual({});
  });
});
