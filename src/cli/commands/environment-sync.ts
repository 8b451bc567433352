import { type Command, Option } from "commander";
import { Platform, type SyncItem, type SyncPlan, type SyncResult, type SyncTarget } from "@/modules/deployment/schema";
import { AppError } from "@/server/errors";
import { define } from "../define";
import { isJson, paint, writeNote, writeOutput, writeResult } from "../output";
import { CommandFailed } from "../run";
import type { Client } from "../server";
import { findPlace, type Scope } from "../variables";

const platformOption = () => new Option("--platform <name>", "only apps there").choices(Platform.options);

/** `env sync`, `env drift` and `env reload`. */
export function addSyncCommands(group: Command, scoped: (command: Command) => Command): void {
  scoped(
    define(group, {
      usage: "sync",
      description: "bring the values to the apps that run with them; says for each what changes there",
      examples: [
        "berth env sync --project my-shop --plan",
        "berth env sync --project my-shop --app my-shop --overwrite STRIPE_SECRET_KEY",
      ],
    }),
  )
    .option("--plan", "only say what would change")
    .option("--app <name>", "only apps of this name")
    .addOption(platformOption())
    .option("--overwrite <names...>", "replace what somebody changed there; else it is kept")
    .option("--no-wait", "do not follow an app of this machine that starts again")
    .action(syncValues);
  scoped(
    define(group, {
      usage: "drift",
      description: "list what somebody changed on a platform since Berth set it; exits with 1 when there is any",
      examples: ["berth env drift --project my-shop"],
    }),
  )
    .option("--app <name>", "only apps of this name")
    .addOption(platformOption())
    .action(listDrift);
  scoped(
    define(group, {
      usage: "reload",
      description: "start running apps of this machine again with the values of now, without a gap",
      examples: ["berth env reload --project my-shop", "berth env reload --project my-shop --app my-shop --no-wait"],
    }),
  )
    .option("--app <name>", "only this app")
    .option("--no-wait", "return once it has started")
    .action(reloadApps);
}

/** Which of the apps that run with the environment are meant. */
interface Chosen extends Scope {
  app?: string;
  platform?: Platform;
}

interface SyncFlags extends Chosen {
  plan?: boolean;
  overwrite?: string[];
  wait: boolean;
}

async function syncValues({ plan: isPlanOnly, overwrite = [], wait, ...scope }: SyncFlags): Promise<void> {
  const { client, plans } = await readPlans(scope);
  refuseUnknown(plans, overwrite);
  for (const plan of plans) tellPlan(plan);
  if (isPlanOnly) return writeOutput(plans, "");
  const done: { plan: SyncPlan; result: SyncResult | null }[] = [];
  for (const plan of plans) done.push({ plan, result: await applyPlan(client, plan, overwrite) });
  writeOutput(
    done.map(({ plan, result }) => ({ ...plan, result })),
    "",
  );
  const isBlocked = plans.some(({ problems }) => problems.length > 0);
  const started = done.flatMap(({ plan, result }) =>
    result?.deploymentId === undefined ? [] : [{ id: result.deploymentId, platform: plan.target.platform }],
  );
  if (wait && started.length > 0) await (await import("../watch")).watchAll(started);
  if (isBlocked || done.some(({ result }) => (result?.failed ?? 0) > 0)) throw new CommandFailed(1);
}

/** Carries one plan out and says of each name what became of it. */
async function applyPlan(client: Client, plan: SyncPlan, overwrite: readonly string[]): Promise<SyncResult | null> {
  const { target, planHash, items, problems } = plan;
  if (planHash === null || problems.length > 0) return null;
  const drifted = new Set(items.filter(({ drift }) => drift !== undefined).map(({ key }) => key));
  const chosen = overwrite.filter((key) => drifted.has(key));
  const result = await client.deployment.sync.applyPlan.mutate({ id: target.id, planHash, overwrite: chosen });
  const bad = result.outcomes.filter(({ outcome }) => outcome === "failed");
  for (const { key, message } of bad) writeNote(`${paint("red", "failed")} ${key}  ${message ?? ""}`);
  const counts = (["set", "removed", "kept"] as const)
    .map((word) => `${result.outcomes.filter(({ outcome }) => outcome === word).length} ${word}`)
    .join(", ");
  writeNote(`${nameOf(target)}: ${counts}, ${result.failed} failed. ${result.effectMessage}`);
  return result;
}

async function listDrift(flags: Chosen): Promise<void> {
  const { plans } = await readPlans(flags);
  const drifted = plans.filter((plan) => plan.drifted > 0);
  for (const { target, items } of drifted) {
    writeNote(nameOf(target));
    for (const { key, drift } of items) if (drift !== undefined) writeNote(`  ${key}  ${drift} there`);
  }
  const all = plans.flatMap(({ target, items, drifted: count }) => ({
    ...{ app: target.name, platform: target.platform, drifted: count },
    items: items.filter(({ drift }) => drift !== undefined),
  }));
  writeOutput(all, "");
  if (drifted.length > 0) throw new CommandFailed(1);
  writeNote("Nobody changed anything there.");
}

async function readPlans({ app, platform, ...scope }: Chosen) {
  const { client, ref } = await findPlace(scope);
  const targets = await client.deployment.sync.targets.query(ref);
  const chosen = targets.filter(
    (target) => (app ?? target.name) === target.name && (platform ?? target.platform) === target.platform,
  );
  if (chosen.length === 0) throw noApp({ app, platform, ...scope }, targets);
  const plans: SyncPlan[] = [];
  for (const { id } of chosen) plans.push(await client.deployment.sync.plan.query({ id }));
  return { client, plans };
}

interface NoApp extends Scope {
  app: string | undefined;
  platform: Platform | undefined;
}

function noApp({ project, environment, app, platform }: NoApp, targets: readonly SyncTarget[]): AppError {
  const which = `No app${app === undefined ? "" : ` named ${app}`}${platform === undefined ? "" : ` on ${platform}`}`;
  const others = targets.length > 0 ? ` These do: ${targets.map(nameOf).join("; ")}.` : "";
  const hint = targets.length > 0 ? "" : ` Deploy one: berth deploy --project ${project} --platform local`;
  return new AppError("NOT_FOUND", `${which} runs with the environment ${environment} of ${project}.${others}${hint}`);
}

function refuseUnknown(plans: readonly SyncPlan[], overwrite: readonly string[]): void {
  const known = new Set(plans.flatMap(({ items }) => items.map(({ key }) => key)));
  const unknown = overwrite.filter((key) => !known.has(key));
  if (unknown.length === 0) return;
  throw new AppError("VALIDATION", `overwrite: no app has a variable ${unknown.join(", ")}.`);
}

const marks: Record<SyncItem["change"], string> = {
  ...{ add: "+", update: "~", remove: "-" },
  ...{ same: "", foreign: "", unreadable: "" },
};

/** One line a name, as in a diff; values are never shown. */
function tellPlan({ target, items, counts, problems, effectMessage }: SyncPlan): void {
  writeNote(paint("bold", nameOf(target)));
  for (const { key, change, drift, message } of items) {
    const said = [drift === undefined ? "" : `${drift} there; kept unless --overwrite ${key}`, message].filter(Boolean);
    if (marks[change] !== "" || drift !== undefined)
      writeNote(`  ${marks[change] || " "} ${key}  ${said.join(" ")}`.trimEnd());
  }
  for (const { key, message } of problems) writeNote(`  ${paint("red", "!")} ${key}  ${message}`);
  const total = counts.add + counts.update + counts.remove;
  writeNote(total === 0 ? `  Nothing to change. ${effectMessage}`.trimEnd() : `  ${effectMessage}`);
}

function nameOf({ name, platform, emulated }: SyncTarget): string {
  return `${name} on ${platform}${emulated ? ", emulated" : ""}`;
}

async function reloadApps({ app, wait, ...scope }: Scope & { app?: string; wait: boolean }): Promise<void> {
  const { client, ref } = await findPlace(scope);
  const asked = { ...ref, ...(app === undefined ? {} : { app }) };
  const { apps } = await client.deployment.reload.mutate(asked);
  for (const { message } of apps) writeNote(message);
  const started = apps.flatMap(({ deploymentId, platform }) =>
    deploymentId === undefined ? [] : [{ id: deploymentId, platform }],
  );
  if (!wait || started.length === 0) return writeOutput({ apps }, started.map(({ id }) => id).join("\n"));
  if (isJson()) writeResult({ type: "reload", apps });
  const { watchAll, watchToEnd } = await import("../watch");
  const [only, ...more] = started;
  if (only && more.length === 0) return watchToEnd(only.id);
  await watchAll(started);
}
