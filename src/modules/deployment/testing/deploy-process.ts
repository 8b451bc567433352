import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { pino } from "pino";
import { setVariables } from "@/modules/environment";
import { createProject, findProject } from "@/modules/projects";
import { createKernel } from "@/server/create-kernel";
import { getEnv } from "@/server/env";
import { systemCtx } from "@/server/kernel";
import { handleSignals } from "@/server/process/shutdown";
import { createSource, getDeployment, listDeployments, startDeployment, watchDeployment } from "../index";
import { registerJobs } from "../jobs";
import { reloadApps } from "../sync/reload";

// A Berth without pages for the crash tests: deploys the ZIP it is given, reloads its app with one more variable, or takes
// up what an earlier process left.
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
const [zip = "", name = "", variable = ""] = process.argv.slice(2);

const kernel = await createKernel(getEnv(), pino({ level: "warn" }, pino.destination(2)));
await registerJobs(kernel);
handleSignals(() => kernel.shutdown());
await kernel.db.execute(sql`insert into organization (id, name) values ('crash', 'Crash') on conflict do nothing`);
const ctx = systemCtx(kernel, { orgId: "crash" });

const id = await deploymentId();
say({ type: "ready", id, pid: process.pid });
for await (const event of await watchDeployment(ctx, { id, after: 0 })) say({ type: "event", event });
say({ type: "finished", detail: await getDeployment(ctx, { id }) });
setInterval(() => undefined, 60_000);

async function deploymentId(): Promise<string> {
  const project = (await findProject(ctx, name)) ?? (await createProject(ctx, { name }));
  if (variable !== "") return reloadId(project.id);
  const [known] = (await listDeployments(ctx, { projectId: project.id })).items;
  if (known && zip === "") return known.id;
  const { id: sourceId } = await createSource(ctx, new Blob([readFileSync(zip)]).stream());
  return (await startDeployment(ctx, { projectId: project.id, platform: "local", sourceId })).id;
}

async function reloadId(projectId: string): Promise<string> {
  await setVariables(ctx, { projectId, environment: "production", variables: { [variable]: { value: "set" } } });
  const { apps } = await reloadApps(ctx, { projectId });
  return apps[0]?.deploymentId ?? "";
}
