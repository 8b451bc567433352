import type { CompareStatus } from "../../compare/schema";
import type { ConfigurationSummary } from "../../configurations/schema";
import type { EnvironmentPlace } from "../place";

/** One side of a comparison: an environment with its active configuration, or with a named one. */
export interface Side {
  environment: string;
  configuration?: string | undefined;
}

interface Listed {
  key: string;
  status: CompareStatus;
}

export type Shown = CompareStatus | "all";

/** How often each status occurs. */
export function countStatuses(listed: readonly Listed[]): Record<CompareStatus, number> {
  const counts: Record<CompareStatus, number> = { same: 0, different: 0, missing: 0, extra: 0 };
  for (const { status } of listed) counts[status] += 1;
  return counts;
}

/**
 * What a filter and a search leave over, with what is the same on both sides at the end. The search finds parts of names,
 * whatever their case.
 */
export function filterListed<T extends Listed>(listed: readonly T[], shown: Shown, search: string): T[] {
  const wanted = search.trim().toLowerCase();
  return listed
    .filter(({ key, status }) => (shown === "all" || status === shown) && key.toLowerCase().includes(wanted))
    .toSorted((one, other) => Number(isWorthALook(other)) - Number(isWorthALook(one)));
}

export function isWorthALook({ status }: Listed): boolean {
  return status !== "same";
}

/** A side as the address holds it: `staging`, or `staging/blue`. */
export function sideToText({ environment, configuration }: Side): string {
  return configuration === undefined ? environment : `${environment}/${configuration}`;
}

/** The side an address names; undefined for text that names none. */
export function sideOf(text: string | null): Side | undefined {
  const [environment, configuration, ...more] = (text ?? "").split("/");
  if (!environment || more.length > 0) return undefined;
  return configuration === undefined ? { environment } : { environment, configuration };
}

/** A side for people. */
export function sideName({ environment, configuration }: Side): string {
  return configuration === undefined ? environment : `${environment} / ${configuration}`;
}

export function sideOfPlace({ environment, configuration }: EnvironmentPlace): Side {
  return configuration === undefined ? { environment } : { environment, configuration };
}

/** What a place can be compared with; the usual partner of an environment first where none is asked for. */
export function otherSides(place: EnvironmentPlace, known: readonly ConfigurationSummary[]): Side[] {
  const isHere = ({ environment, name, isActive }: ConfigurationSummary) =>
    environment === place.environment && (place.configuration === undefined ? isActive : name === place.configuration);
  return known
    .filter((each) => !isHere(each))
    .map(({ environment, name, isActive }) => (isActive ? { environment } : { environment, configuration: name }));
}

const partners = ["staging", "production", "preview", "development"];

export function suggestSide(place: EnvironmentPlace, sides: readonly Side[]): Side | undefined {
  const usual = partners
    .filter((name) => name !== place.environment)
    .map((name) => sides.find(({ environment, configuration }) => environment === name && configuration === undefined));
  return usual.find((side) => side !== undefined) ?? sides[0];
}

/** Which chosen names can be copied away from a side: those that are set there and not equal on the other one. */
export function copyable(listed: readonly Listed[], direction: "forth" | "back"): string[] {
  const only: CompareStatus = direction === "forth" ? "missing" : "extra";
  return listed.filter(({ status }) => status === "different" || status === only).map(({ key }) => key);
}

/** In the order they are shown. */
export const statuses = ["different", "missing", "extra", "same"] as const satisfies readonly CompareStatus[];
