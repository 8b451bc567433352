import { eq } from "drizzle-orm";
import { strFromU8, unzipSync } from "fflate";
import { expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { redactKnown } from "@/server/redact";
import { auditLog, runEvent } from "@/server/tables";
import { describeOnPglite } from "@/server/testing";
import { createSource, readDeployedFiles, retryDeployment, startDeployment } from "../index";
import { registerJobs } from "../jobs";
import { deploy, eventsOf, type Files, finished, tinyProject, upload, zipOf } from "../testing/tiny-project";
import { vercelRuns } from "../testing/vercel-runs";
import { detectSource } from "./detection";

/** Put together here, so that no scanner stops at this file. */
const secret = `gh${"p_"}${"aB3dE5gH7jK9mN1pQ2sT4uV6wX8yZ0cF2hJ4"}`;
const site: Files = {
  "package.json": JSON.stringify({
    name: "site",
    scripts: { build: "vite build", start: "vite preview" },
    dependencies: { vite: "8.3.4" },
  }),
  "index.html": "<!doctype html>",
};
const leaky: Files = { ...site, "src/client.ts": `export const a = 1;\nexport const token = "${secret}";\n` };

describeOnPglite("secrets in files that go out", (getCtx) => {
  const runs = vercelRuns(getCtx, registerJobs);
  const deployToVercel = async (name: string, files: Files) => {
    const { id } = await createProject(runs.ctx, { name });
    return runs.again(id, { sourceId: await upload(runs.ctx, files) });
  };
  const sentFiles = () => JSON.stringify([...runs.vercel.world.deployments.values()]);

  it("stop a deployment to a hosting platform before anything is sent, and show nowhere", async () => {
    const failed = await deployToVercel("leaky", leaky);
    expect(failed).toMatchObject({
      status: "failed",
      error: { type: "INVALID_CONFIG", file: "src/client.ts", line: 2, column: 23 },
    });
    expect(failed.error?.message).toContain("src/client.ts:2:23 (GitHub token, ghp_********J4)");
    expect(failed.error?.suggestions.join(" ")).toContain("revoke it at https://github.com/settings/tokens");
    expect(sentFiles()).not.toContain("leaky");
    const rows = await runs.ctx.db.select().from(runEvent).where(eq(runEvent.runId, failed.id));
    const audit = await runs.ctx.db.select().from(auditLog);
    for (const told of [failed, rows, audit, await eventsOf(runs.ctx, failed.id)])
      expect(JSON.stringify(told)).not.toContain(secret.slice(4, 12));
    expect(redactKnown(secret)).toBe(secret);
  });

  it("go out when an owner allows them by fingerprint, which is audited", async () => {
    const failed = await deployToVercel("allowed", leaky);
    const command = failed.error?.recovery.find(({ label }) => label.startsWith("Allow it"))?.command ?? "";
    const [, fingerprint = ""] = /--allow-secret ([0-9a-f]{16})$/.exec(command) ?? [];
    expect(command).toBe(`berth retry ${failed.id} --allow-secret ${fingerprint}`);
    expect(failed.error?.recovery.find(({ fix }) => fix?.kind === "allow-secrets")?.fix).toEqual({
      kind: "allow-secrets",
      secrets: [{ fingerprint, file: "src/client.ts", line: 2, name: "GitHub token" }],
    });
    const member = {
      ...runs.ctx,
      permissions: new Set([...runs.ctx.permissions].filter((it) => it !== "identity:manage")),
    };
    const again = { id: failed.id, allowSecrets: [fingerprint] };
    await expect(retryDeployment(member, again)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const done = await finished(runs.ctx, (await retryDeployment(runs.ctx, again)).id);
    expect(done).toMatchObject({ status: "succeeded" });
    const rows = await runs.ctx.db.select().from(auditLog).where(eq(auditLog.action, "secret.allowed"));
    expect(rows).toMatchObject([{ targetId: done.id, details: { fingerprints: [fingerprint] } }]);
    const wrong = { projectId: "x", platform: "vercel" as const, allowSecrets: ["all of them"] };
    await expect(startDeployment(runs.ctx, wrong)).rejects.toThrow();
  });

  it("are only warned of on this machine", async () => {
    const { id } = await createProject(runs.ctx, { name: "here" });
    const done = await deploy(runs.ctx, id, tinyProject({ "src/client.ts": leaky["src/client.ts"] ?? "" }));
    expect(done).toMatchObject({ status: "succeeded" });
    const warnings = (await eventsOf(runs.ctx, done.id)).filter(({ kind }) => kind === "warning");
    expect(warnings.map(({ message }) => message).join("\n")).toContain("src/client.ts:2:23 (GitHub token");
  });

  it("are told on upload, and files that are there to hold secrets are not kept", async () => {
    const zip = zipOf({ ...leaky, ".env": "A=1", "web/.env.local": "B=2", ".env.example": "A=" });
    const saved = await createSource(runs.ctx, new Blob([Buffer.from(zip)]).stream());
    expect(saved.leftOut).toEqual([".env", "web/.env.local"]);
    expect(saved.findings).toMatchObject([{ rule: "github-token", file: "src/client.ts", line: 2 }]);
    const again = await detectSource(runs.ctx, { sourceId: saved.id });
    expect(again.findings).toEqual(saved.findings);
    const { id: projectId } = await createProject(runs.ctx, { name: "kept" });
    const { id } = await runs.again(projectId, { sourceId: saved.id });
    const { zip: kept } = await readDeployedFiles(runs.ctx, { id });
    expect(Object.keys(unzipSync(kept)).sort()).toEqual([...Object.keys(leaky), ".env.example"].sort());
    expect(strFromU8(unzipSync(kept)["src/client.ts"] ?? new Uint8Array())).toBe(leaky["src/client.ts"]);
    const only = new Blob([Buffer.from(zipOf({ ".env": "A=1" }))]).stream();
    await expect(createSource(runs.ctx, only)).rejects.toMatchObject({ code: "VALIDATION" });
  });
});
