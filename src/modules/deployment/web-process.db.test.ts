import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { type Kernel, systemCtx } from "@/server/kernel";
import { openFresh } from "@/server/testing";
import { testEnv } from "@/server/testing/open";
import { cancelDeployment, getDeployment } from "./index";
import { registerJobs } from "./jobs";
import { begin, tinyProject } from "./testing/tiny-project";

let opened: Awaited<ReturnType<typeof openFresh>>;
let kernel: Kernel;
beforeAll(async () => {
  opened = await openFresh("pglite", (home) => ({ ...testEnv(home), role: "web" }));
  kernel = opened.kernel;
  await registerJobs(kernel);
});
afterAll(() => opened.close());

it("runs nothing in a process that only serves the web, and tells a cancelled deployment fully there", async () => {
  await kernel.db.execute(sql`insert into organization (id, name) values ('web', 'Web')`);
  const ctx = systemCtx(kernel, { orgId: "web" });
  const project = await createProject(ctx, { name: "waits" });
  const id = await begin(ctx, project.id, tinyProject());
  expect(await getDeployment(ctx, { id })).toMatchObject({ status: "queued", queuePosition: 1 });
  await cancelDeployment(ctx, { id });
  const { status, error } = await getDeployment(ctx, { id });
  expect(status).toBe("cancelled");
  expect(error?.type).toBe("CANCELLED");
  expect(error?.recovery[0]).toMatchObject({ action: "retry", command: `berth retry ${id}` });
});
