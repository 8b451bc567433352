import type { Platform } from "../schema";

/** What a platform can do for an app of Berth. */
export const capabilityNames = [
  "upload",
  "git",
  "previews",
  "promote",
  "rollback",
  "pause",
  "domains",
  "scale",
  "autoscale",
  "databases",
  "sync",
  "logs",
  "cancel",
  "cost",
] as const;
export type Capability = (typeof capabilityNames)[number];

/** How the platform does it; or, after "no", why it is not offered there. */
type Support = { has: true; how: string } | { has: false; why: string };

const yes = (how: string): Support => ({ has: true, how });
const no = (why: string): Support => ({ has: false, why });

/** What is shown and offered of each platform. Pure data, so that pages, the CLI and the docs read the same. */
export const platformCapabilities: Readonly<Record<Platform, Readonly<Record<Capability, Support>>>> = {
  local: {
    upload: yes("Files are written to a folder of this machine."),
    git: no("Nothing leaves this machine, so no repository is needed."),
    previews: no("An app has one address here, and the newest healthy version gets it."),
    promote: no("There are no previews to promote."),
    rollback: yes("The earlier files and variables are built and started again."),
    pause: yes("The app is stopped, and started again with the same address and data."),
    domains: no("An app answers under localhost only."),
    scale: no("An app is one process."),
    autoscale: no("An app is one process."),
    databases: yes("An embedded PostgreSQL in the app's own data folder."),
    sync: yes("The app is started again with the values of now, without a build."),
    logs: yes("The output of build and app, as it is written."),
    cancel: yes("The process group of the build is ended."),
    cost: no("It costs nothing but this machine."),
  },
  vercel: {
    upload: yes("Files by their SHA-1; those Vercel has already are not sent again."),
    git: no("Berth sends the files itself."),
    previews: yes("Every preview has an address of its own."),
    promote: yes("A preview takes over production."),
    rollback: yes("Production goes back to an earlier deployment without a new build."),
    pause: yes("The project is paused: visitors get an error page until it is resumed."),
    domains: yes("With the DNS records to set, and their verification."),
    scale: no("Vercel runs as many copies as there are requests; there is no number to set."),
    autoscale: no("Vercel does it on its own; there is nothing to set."),
    databases: no("Databases come from Vercel's marketplace. Set a connection string of any provider."),
    sync: yes("By target; a hidden value that somebody edits there is found by its date."),
    logs: yes("The build's event stream, taken up again where it broke."),
    cancel: yes("The deployment is cancelled on Vercel."),
    cost: yes("Estimated from Vercel's price list."),
  },
  railway: {
    upload: yes("One archive of the project."),
    git: no("Berth sends the files itself."),
    previews: no("Railway makes previews of pull requests only."),
    promote: no("There are no previews to promote."),
    rollback: yes("Railway runs the earlier image again."),
    pause: yes("The running deployment is taken down; resuming deploys it again."),
    domains: yes("With the DNS records to set, and their verification."),
    scale: yes("The number of replicas."),
    autoscale: no("Railway has no autoscaling."),
    databases: yes("A PostgreSQL in the same project."),
    sync: yes("By service and environment, without a deployment."),
    logs: yes("Subscriptions over a WebSocket, with slow polling behind them."),
    cancel: yes("The deployment is cancelled on Railway."),
    cost: yes("What Railway estimates for the running month, or its price list before that."),
  },
  render: {
    upload: no("Render takes no upload: it builds from a repository."),
    git: yes("The project is pushed to GitHub, and the service is made from that repository."),
    previews: no("Render makes previews of pull requests only."),
    promote: no("There are no previews to promote."),
    rollback: yes("Render runs the earlier build again."),
    pause: yes("The service is suspended, and resumed."),
    domains: yes("With the DNS records to set, and their verification."),
    scale: yes("The number of instances."),
    autoscale: yes("By the load on CPU or memory, on plans that have it."),
    databases: yes("A PostgreSQL in the same workspace and region."),
    sync: yes("Variables of the service; groups stay as they are."),
    logs: yes("Time windows, and a WebSocket while it builds."),
    cancel: yes("The deploy is cancelled on Render."),
    cost: yes("Estimated from Render's price list, by plan and instances."),
  },
};

/** Of the frameworks Berth generates, those a platform runs as they are; a platform that is not named runs all of them. */
export const generatedFrameworks: Partial<Record<Platform, ReadonlySet<string>>> = { vercel: new Set(["next"]) };

/** Whether a platform can do something. */
export function canDo(platform: Platform, capability: Capability): boolean {
  return platformCapabilities[platform][capability].has;
}

/** Everything a platform can do, in the order of the table. */
export function capabilitiesOf(platform: Platform): Capability[] {
  return capabilityNames.filter((name) => canDo(platform, name));
}
