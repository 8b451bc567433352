import { availableParallelism } from "node:os";
import { listConnections } from "@/modules/connections";
import { platformFacts } from "@/modules/connections/pure";
import type { Connection, ConnectionPlatform } from "@/modules/connections/schema";
import { type Ctx, requirePermission } from "@/server/context";
import { openLocalHost } from "../local/host";
import { machine } from "../local/machine";
import type { PlatformAccount, PlatformInfo } from "../schema";
import { canDo, capabilitiesOf } from "./capabilities";

type HostingPlatform = Exclude<ConnectionPlatform, "github">;

const hosting: readonly { id: HostingPlatform; description: string }[] = [
  { id: "vercel", description: "Serverless, with previews. Berth sends the files, Vercel builds and serves them." },
  { id: "railway", description: "A running service, with a database beside it. Berth sends the files." },
  { id: "render", description: "A running service, built from a GitHub repository that Berth makes and keeps." },
];

/** Builds at once on this machine: half of its cores, so that Berth and the apps stay quick. */
export function buildConcurrency(): number {
  return Math.max(1, Math.floor(availableParallelism() / 2));
}

/** Where an app can go, with the accounts it can go to; and why not, with what to do about it. */
export async function listPlatforms(ctx: Ctx): Promise<PlatformInfo[]> {
  requirePermission(ctx, "deployment:read");
  const connections = ctx.permissions.has("connection:read") ? await listConnections(ctx) : [];
  return [
    {
      id: "local",
      label: "This machine",
      description: "Built and run here, at an address of its own on this machine. Nothing leaves it.",
      available: true,
      isolation: openLocalHost(machine()).isolation,
      accounts: [],
      capabilities: capabilitiesOf("local"),
    },
    ...hosting.map(({ id, description }) => ({
      id,
      label: platformFacts[id].label,
      description,
      ...availabilityOf(id, connections, ctx.permissions.has("connection:write")),
      accounts: accountsOf(id, connections),
      capabilities: capabilitiesOf(id),
    })),
  ];
}

/** A platform needs an account whose token works; one that builds from a repository needs GitHub's too. */
function availabilityOf(
  id: HostingPlatform,
  connections: readonly Connection[],
  mayConnect: boolean,
): Pick<PlatformInfo, "available" | "reason" | "fix"> {
  const needed: ConnectionPlatform[] = canDo(id, "upload") ? [id] : [id, "github"];
  for (const platform of needed) {
    const { label } = platformFacts[platform];
    const accounts = accountsOf(platform, connections);
    if (accounts.some(({ state }) => state === "ok")) continue;
    const [broken] = accounts;
    const purpose = platform === id ? "" : ` ${platformFacts[id].label} builds from a repository there.`;
    const reason = broken
      ? `The token of ${broken.name} is not accepted by ${label} any more.${purpose}`
      : `No ${label} account is connected.${purpose}`;
    if (!mayConnect) return { available: false, reason: `${reason} An owner or admin can change that.` };
    const fix = broken
      ? { label: `Reconnect ${label}`, href: `/connections?reconnect=${broken.connectionId}` }
      : { label: `Connect ${label}`, href: `/connections?connect=${platform}` };
    return { available: false, reason, fix };
  }
  return { available: true };
}

function accountsOf(platform: ConnectionPlatform, connections: readonly Connection[]): PlatformAccount[] {
  return connections
    .filter((connection) => connection.platform === platform)
    .map(({ id, name, account, state, isMoved, emulated }) => ({
      connectionId: id,
      name,
      account: account.team?.name ?? account.name,
      state: isMoved ? ("moved" as const) : state,
      emulated,
    }))
    .sort((one, other) => Number(other.state === "ok") - Number(one.state === "ok"));
}
