import { isLocalAddress } from "@/modules/environment/pure";
import type { VariableSpec } from "@/modules/scaffold/schema";
import { platformNames } from "./failures/actions";
import type { Platform } from "./schema";

interface Finding {
  key: string;
  message: string;
}

export interface RemoteFindings {
  /** Values with which the app cannot work there. */
  problems: Finding[];
  /** Values that are probably not what is meant there. */
  warnings: Finding[];
}

interface Values {
  platform: Platform;
  values: Readonly<Record<string, string>>;
  specs: readonly Pick<VariableSpec, "key" | "rule">[];
}

/** Finds the values that name this machine or its files, which an app on a hosting platform cannot reach. */
export function checkRemoteValues({ platform, values, specs }: Values): RemoteFindings {
  const found: RemoteFindings = { problems: [], warnings: [] };
  if (platform === "local") return found;
  const label = platformNames[platform];
  const sqlite = new Set(specs.filter(({ rule }) => rule === "sqlite-url").map(({ key }) => key));
  for (const [key, value] of Object.entries(values)) {
    if (value.startsWith("pglite:")) found.problems.push({ key, message: embedded(label, platform) });
    else if (sqlite.has(key) && value.startsWith("file:"))
      (platform === "vercel" ? found.problems : found.warnings).push({ key, message: file(label, platform) });
    else if (/^https?:/i.test(value) && isLocalAddress(value)) found.warnings.push({ key, message: page(label) });
    else if (isServer(value) && isLocalAddress(value)) found.problems.push({ key, message: server(label) });
  }
  return found;
}

/** An address of a database, cache or queue. A page of this machine may be meant, as in a list of allowed origins. */
function isServer(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(value) && !/^file:/i.test(value);
}

function embedded(label: string, platform: Platform): string {
  const way =
    platform === "vercel"
      ? "one of a database provider"
      : `one of a database that Berth creates on ${label}, or of a provider`;
  return `An embedded database lives in a folder of this machine, and ${label} cannot open it. Set the address of a PostgreSQL server: ${way}.`;
}

function file(label: string, platform: Platform): string {
  if (platform === "vercel")
    return `${label} keeps no files between two requests, so an SQLite file cannot hold the app's data. Use a database with an address, such as Turso (libsql:) or PostgreSQL.`;
  return `${label} keeps no files from one deployment to the next, so the data of this SQLite file is lost then. Use a database with an address, such as Turso (libsql:) or PostgreSQL.`;
}

function page(label: string): string {
  return `This address is on this machine, which an app on ${label} cannot reach.`;
}

function server(label: string): string {
  return `This server is on this machine, which an app on ${label} cannot reach. Set the public address of a server.`;
}
