import type { VariableSpec } from "@/modules/scaffold/schema";
import type { TargetPlatform } from "../schema";
import { ruleFor } from "./rules";
import { isLocalAddress, parseUrl } from "./values";

/** Whether a variable holds the address of a PostgreSQL, which some platforms can make beside an app. */
export function takesPostgres({ key, rule }: Pick<VariableSpec, "key" | "rule">): boolean {
  return ["postgres-url", "postgres-direct-url"].includes(ruleFor(key, rule)?.id ?? "");
}

/** A variable of another service, such as `${{Postgres.DATABASE_URL}}`. Railway fills it in when the app starts. */
const railwayReference = /^\$\{\{[A-Za-z0-9][\w .-]*\.[A-Z][A-Z0-9_]*\}\}$/;

export function isRailwayReference(value: string): boolean {
  return railwayReference.test(value);
}

/** The only place from which a database's address leads anywhere; undefined for one that is reached from all. */
export function placeOfDatabase(value: string): TargetPlatform | undefined {
  if (value.startsWith("pglite:") || isLocalAddress(value)) return "local";
  const host = parseUrl(value)?.hostname.toLowerCase() ?? "";
  if (isRailwayReference(value) || host.endsWith(".railway.internal")) return "railway";
  // Inside Render a database is reached by its id alone; from outside the id has a domain.
  return /^dpg-[a-z0-9-]+$/.test(host) ? "render" : undefined;
}

/** Whether an address of a database belongs to another place than the one the app goes to. */
export function isOfAnotherPlace(value: string, platform: TargetPlatform): boolean {
  const place = placeOfDatabase(value);
  return place !== undefined && place !== platform;
}
