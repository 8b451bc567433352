import { rmSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createChannel } from "@/modules/notifications";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { queryRows } from "@/server/db";
import { describeOnPglite } from "@/server/testing";
import { deleteApp, listApps } from "../index";
import { registerJobs } from "../jobs";
import { openLocalHost } from "../local/host";
import { deploy, tinyProject } from "../testing/tiny-project";

interface Waiting extends Record<string, unknown> {
  event: string;
  subject: string;
  payload: { title: string; text: string; link: string; data: Record<string, unknown> };
}

describeOnPglite("the outcome of a deployment", (getCtx) => {
  let ctx: Ctx;
  beforeAll(async () => {
    ctx = await getCtx();
    await registerJobs(getCtx.kernel());
  });
  afterAll(async () => {
    for (const { name } of await listApps(ctx)) await deleteApp(ctx, { name });
    const host = openLocalHost(getCtx.kernel());
    await host.proxy.stop();
    rmSync(path.dirname(host.root), { recursive: true, force: true });
  });

  it("is put out once to whoever asked for it, with no value of a variable", async () => {
    const place = { kind: "webhook" as const, address: "http://127.0.0.1:9/hook", allowPrivate: true };
    await createChannel(ctx, { name: "all", place });
    await createChannel(ctx, { name: "only failures", place, events: ["deployment.failed"] });
    const project = await createProject(ctx, { name: "told" });
    const good = await deploy(ctx, project.id, tinyProject());
    const bad = await deploy(ctx, project.id, tinyProject({ "build.mjs": 'throw new Error("no");' }));
    const waiting = await queryRows<Waiting>(
      ctx.db,
      sql`select event, subject_id as subject, payload from outbound_delivery order by created_at, id`,
    );
    expect(waiting.map(({ event, subject }) => [event, subject])).toEqual([
      ["deployment.succeeded", good.id],
      ["deployment.failed", bad.id],
      ["deployment.failed", bad.id],
    ]);
    const [told, failed] = waiting.map(({ payload }) => payload);
    expect(told).toMatchObject({ title: "told was deployed", data: { url: good.url, status: "succeeded" } });
    expect(told?.link).toMatch(new RegExp(`^http://localhost:\\d+/deployments/${good.id}$`));
    expect(failed).toMatchObject({ data: { error: { type: "BUILD_FAILED" }, project: { name: "told" } } });
  });
});
