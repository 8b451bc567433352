import type { VariableSpec } from "@/modules/scaffold/schema";
import { type CostEstimate, estimateCost, monthlyText } from "../../hosted/prices";
import { canDo } from "../../platforms/capabilities";
import type { Platform } from "../../schema";
import { platformLabel } from "../platform-names";
import type { ChosenTarget } from "../wizard/targets";

/** The targets that could make the PostgreSQL a project needs; none where one of them has to be given an address. */
export function databaseMakers(specs: readonly VariableSpec[], targets: readonly ChosenTarget[]): Platform[] {
  const hosted = targets.map(({ platform }) => platform).filter((platform) => platform !== "local");
  const canAll = hosted.every((platform) => canDo(platform, "databases"));
  return canAll && databaseKeys(specs).length > 0 ? hosted : [];
}

/** The variables without which the app has no PostgreSQL. */
export function databaseKeys(specs: readonly Pick<VariableSpec, "key" | "required" | "rule">[]): string[] {
  return specs.filter(({ required, rule }) => required && rule === "postgres-url").map(({ key }) => key);
}

/** Values without the addresses that a database of the platform takes the place of. */
export function withoutDatabase(
  values: Readonly<Record<string, string>>,
  specs: readonly VariableSpec[],
): Record<string, string> {
  const keys = new Set(databaseKeys(specs));
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.has(key)));
}

/** A target that may have a PostgreSQL made. */
export type DatabaseTarget = ChosenTarget & { database?: "create" };

/** The targets with the wish for a database, where there is one. */
export function withDatabases(targets: readonly ChosenTarget[], makers: readonly Platform[]): DatabaseTarget[] {
  return targets.map((target) => (makers.includes(target.platform) ? { ...target, database: "create" } : target));
}

/** A deployment that makes a database first takes some minutes more. */
export const withDatabaseSeconds = 900;

export interface TargetCost {
  target: ChosenTarget;
  cost: CostEstimate;
}

/** What each hosting target costs a month, with the databases that are made there. */
export function costsOf(targets: readonly ChosenTarget[], makers: readonly Platform[]): TargetCost[] {
  return targets.flatMap((target) => {
    const cost = estimateCost(target.platform, { instances: 1, hasDatabase: makers.includes(target.platform) });
    return cost ? [{ target, cost }] : [];
  });
}

/** What several targets cost together, such as "$12 to $37". */
export function sumText(costs: readonly TargetCost[]): string {
  const sum = (end: "from" | "to") => costs.reduce((total, { cost }) => total + cost.monthlyUsd[end], 0);
  return monthlyText({ monthlyUsd: { from: sum("from"), to: sum("to") } });
}

/** "Railway", "Railway and Render". */
export function namesOfPlatforms(platforms: readonly Platform[]): string {
  return new Intl.ListFormat("en").format(platforms.map(platformLabel));
}
