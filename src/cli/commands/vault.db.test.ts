import { beforeAll, expect, it } from "vitest";
import type { AuditEntry } from "@/modules/audit/schema";
import { setVariables } from "@/modules/environment";
import { beginRotation, carryOutRotations } from "@/modules/environment/testing/half-rotation";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { appRouter } from "@/server/router";
import { describeOnPglite } from "@/server/testing";
import { berthServer } from "../testing/berth-server";
import { bundleBerth, expectRefused } from "../testing/run-berth";

bundleBerth();

describeOnPglite("berth vault and berth audit", (getCtx) => {
  const server = berthServer(getCtx);
  let ctx: Ctx;
  beforeAll(() => {
    ctx = server.ctx();
  });
  const run = (...args: string[]) => server.berth(args);
  const answer = async (...args: string[]) => {
    const result = await run(...args, "--json");
    expect({ code: result.code, error: result.code === 0 ? "" : result.stderr }).toEqual({ code: 0, error: "" });
    return JSON.parse(result.stdout);
  };

  it("tells of a rotation that is under way, and of one that was stopped", { timeout: 300_000 }, async () => {
    const { id: projectId } = await createProject(ctx, { name: "sealed" });
    const variables = { ONE: { value: "1", sensitive: true } };
    await setVariables(ctx, { projectId, environment: "production", variables });
    const runId = await beginRotation(ctx, projectId);
    const noteOf = async () => / 1 value +(.*)$/m.exec((await run("vault", "status")).stdout)?.[1];
    expect(await noteOf()).toBe("rotating: 1 value left");
    const caller = appRouter.createCaller({ ctx, requestId: ctx.requestId, report: () => undefined });
    await caller.environment.vault.cancel({ runId });
    expect(await noteOf()).toMatch(/^1 value under an older key: .+ vault rotate --project sealed$/);
  });

  it("rotates the key of a project, and tells what seals what", { timeout: 300_000 }, async () => {
    await carryOutRotations(getCtx.kernel());
    const before = await answer("vault", "status");
    expect(await answer("vault", "rotate", "--project", "sealed")).toMatchObject({ status: "succeeded" });
    const after = await answer("vault", "status");
    expect(after.projects[0]).toMatchObject({ projectName: "sealed", values: 1, behind: 0 });
    expect(before.projects[0]).toMatchObject({ behind: 1 });
    expect(after.masterKeys).toMatchObject([{ isActive: true, wraps: 2 }]);
  });

  it("refuses what cannot be rotated", { timeout: 300_000 }, async () => {
    const both = await run("vault", "rotate", "--project", "sealed", "--new-key");
    expectRefused(both, 2, /--new-key makes a master key/);
    expectRefused(await run("vault", "rotate", "--project", "nowhere"), 5, /nowhere/);
  });

  it("lists entries by what they are narrowed to, also as JSON", { timeout: 300_000 }, async () => {
    await createProject(ctx, { name: "other" });
    const found = await answer("audit", "list", "--action", "project", "--project", "other");
    expect(found.map(({ action, targetName }: AuditEntry) => [action, targetName])).toEqual([
      ["project.created", "other"],
    ]);
    expect(await answer("audit", "list", "--limit", "1")).toHaveLength(1);
    expect(await answer("audit", "list", "--to", "2020-01-31")).toEqual([]);
    expect((await run("audit", "list", "--from", "2020-01-31")).stdout).toContain("project other");
  });

  it.each([
    ["--limit", "many"],
    ["--limit", "201"],
    ["--from", "yesterday"],
  ])("takes no %s %s", { timeout: 300_000 }, async (flag, value) => {
    expectRefused(await run("audit", "list", flag, value), 2, new RegExp(flag));
  });

  it("checks the log", { timeout: 300_000 }, async () => {
    const check = await answer("audit", "verify");
    expect(check).toMatchObject({ ok: true });
    const head = `${check.head.seq}:${check.head.hash}`;
    expect((await run("audit", "verify", "--head", head)).code).toBe(0);
    const forged = await run("audit", "verify", "--head", `${check.head.seq}:${"0".repeat(64)}`);
    expect(forged).toMatchObject({ code: 1, stderr: expect.stringContaining("written anew") });
  });
});
