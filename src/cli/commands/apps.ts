import type { Command } from "commander";
import { listRunningApps, stopAppOffline } from "@/modules/deployment/pure";
import { confirmByName } from "../ask";
import { connect, loadServer } from "../connect";
import { define } from "../define";
import { ago, writeNote, writeOutput, writeTable } from "../output";

export function addAppCommands(program: Command): void {
  define(program, { usage: "apps", description: "list the apps on this Berth", examples: ["berth apps"] }).action(
    listApps,
  );
  define(program, {
    usage: "stop <app>",
    description: "stop an app; its data and address stay",
    examples: ["berth stop my-shop"],
  }).action(stopApp);
  define(program, {
    usage: "start <app>",
    description: "start an app that was stopped or that crashed",
    examples: ["berth start my-shop"],
  }).action(startApp);
  define(program, {
    usage: "delete <app>",
    description: "delete an app with its data; its deployments stay as history",
    examples: ["berth delete my-shop", "berth delete my-shop --yes"],
  })
    .option("-y, --yes", "do not ask")
    .action(deleteApp);
}

async function listApps(): Promise<void> {
  const { findOfflineHome } = await loadServer();
  const offlineHome = await findOfflineHome();
  if (offlineHome !== undefined) return listOffline(offlineHome);
  const { client } = await connect();
  const apps = await client.deployment.apps.query();
  const rows = apps.map((app) => [app.name, app.status, app.url, ago(app.createdAt)]);
  const empty = 'No app is live yet. Deploy one: berth deploy --config \'{"name":"my-shop"}\' --platform local';
  writeTable(apps, ["APP", "STATUS", "ADDRESS", "CREATED"], rows, empty);
}

/** Apps outlive Berth: those that run can be seen and stopped without it. */
function listOffline(home: string): void {
  const apps = listRunningApps(home);
  writeNote("Berth does not run; these are the apps that do.");
  writeTable(
    apps,
    ["APP", "STATUS"],
    apps.map(({ name, status }) => [name, status]),
    "None.",
  );
}

async function stopApp(name: string): Promise<void> {
  const { findOfflineHome } = await loadServer();
  const offlineHome = await findOfflineHome();
  if (offlineHome !== undefined && (await stopAppOffline(offlineHome, name))) {
    writeNote(`Stopped ${name}. It stays stopped when Berth starts again.`);
    return writeOutput({ name, status: "stopped" }, "");
  }
  const { client } = await connect();
  const app = await client.deployment.stopApp.mutate({ name });
  writeNote(`Stopped ${name}. berth start ${name} brings it back.`);
  writeOutput(app, "");
}

async function startApp(name: string): Promise<void> {
  const { client } = await connect();
  const app = await client.deployment.startApp.mutate({ name });
  writeNote(`${name} is ${app.status}.`);
  writeOutput(app, app.url);
}

async function deleteApp(name: string, flags: { yes?: boolean }): Promise<void> {
  const { client } = await connect();
  await client.deployment.app.query({ name });
  const what = `This deletes ${name}, its address, its releases, its logs and all its data, the embedded database included.`;
  await confirmByName(what, name, flags.yes);
  const { deleted } = await client.deployment.deleteApp.mutate({ name });
  writeNote(["Deleted:", ...deleted.map((line) => `  ${line}`)].join("\n"));
  writeOutput({ name, deleted }, "");
}
