import { sql } from "drizzle-orm";
import { pino } from "pino";
import { listConnections } from "@/modules/connections";
import { ensureGenerated } from "@/modules/environment";
import { createProject, findProject } from "@/modules/projects";
import { createKernel } from "@/server/create-kernel";
import { getEnv } from "@/server/env";
import { systemCtx } from "@/server/kernel";
import { handleSignals } from "@/server/process/shutdown";
import { getDeployment, listDeployments, startDeployment, watchDeployment } from "../index";
import { registerJobs } from "../jobs";
import type { Platform } from "../schema";
import { type Account, connectHosting } from "./accounts";

// A Berth without pages for the crash tests: deploys to a stand-in, or takes up what an earlier process left.
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
const [name = "", given = "{}"] = process.argv.slice(2);
const { platform, accounts, database }: { platform: Platform; accounts: Account[]; database?: "create" } =
  JSON.parse(given);

const kernel = await createKernel(getEnv(), pino({ level: "warn" }, pino.destination(2)));
await registerJobs(kernel);
handleSignals(() => kernel.shutdown());
await kernel.db.execute(sql`insert into organization (id, name) values ('crash', 'Crash') on conflict do nothing`);
const ctx = systemCtx(kernel, { orgId: "crash" });
if ((await listConnections(ctx, {})).length === 0) await connectHosting(kernel, ctx, accounts);

const id = await deploymentId();
say({ type: "ready", id, pid: process.pid });
for await (const event of await watchDeployment(ctx, { id, after: 0 })) say({ type: "event", event });
say({ type: "finished", detail: await getDeployment(ctx, { id }) });
setInterval(() => undefined, 60_000);

async function deploymentId(): Promise<string> {
  const config = database ? { name, database: "drizzle-postgres" } : { name };
  const project = (await findProject(ctx, name)) ?? (await createProject(ctx, { name, config }));
  const [known] = (await listDeployments(ctx, { projectId: project.id })).items;
  if (known) return known.id;
  const keys = ["FIRST_VALUE", "SECOND_VALUE", "THIRD_VALUE"];
  await ensureGenerated(ctx, { projectId: project.id, environment: "production", keys });
  const wanted = { projectId: project.id, platform, timeoutSeconds: 180, ...(database ? { database } : {}) };
  return (await startDeployment(ctx, wanted)).id;
}
