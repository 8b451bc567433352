import * as z from "zod";
import { EnvironmentName, ProjectId, VariableKey } from "@/modules/environment/schema";
import { Platform } from "../platforms/schema";

export const SyncScope = z.strictObject({ projectId: ProjectId, environment: EnvironmentName.default("production") });

/** An app that runs with the values of an environment: on this machine, or on a hosting platform. */
export const SyncTarget = z.object({
  /** Id of the app of this machine, or of the hosted app. */
  id: z.string(),
  platform: Platform,
  name: z.string(),
  url: z.string().optional(),
  deploymentId: z.string(),
  emulated: z.boolean(),
  /** False for an app that is stopped, crashed or paused. */
  isRunning: z.boolean(),
  /** When Berth last put values there; null when it never did since this is recorded. */
  syncedAt: z.string().nullable(),
});
export type SyncTarget = z.infer<typeof SyncTarget>;

export const SyncTargetRef = z.strictObject({ id: z.string().min(1).max(64) });

/**
 * What an apply would do to one variable there. `same` needs nothing, `foreign` was not set by Berth and is left alone,
 * `unreadable` is one the platform does not show again and that Berth has no reason to send.
 */
export const SyncChange = z.enum(["add", "update", "remove", "same", "foreign", "unreadable"]);
export type SyncChange = z.infer<typeof SyncChange>;

/** Never a value: what differs is told by keyed hashes. */
export const SyncItem = z.object({
  key: z.string(),
  change: SyncChange,
  /** What somebody did on the platform since Berth last sent it; an apply would undo that. */
  drift: z.enum(["added", "edited", "removed"]).optional(),
  sensitive: z.boolean(),
  message: z.string().optional(),
});
export type SyncItem = z.infer<typeof SyncItem>;

/** How new values reach the app. `reload` starts it again on this machine, `redeploy` needs a new deployment there. */
export const SyncEffect = z.enum(["none", "reload", "redeploy"]);

export const SyncPlan = z.object({
  target: SyncTarget,
  items: z.array(SyncItem),
  counts: z.record(SyncChange, z.number()),
  drifted: z.number(),
  /** To be sent back to apply just this plan; null when nothing would change. */
  planHash: z.string().nullable(),
  effect: SyncEffect,
  effectMessage: z.string(),
  /** Why nothing can be applied, such as a missing variable; empty when it can. */
  problems: z.array(z.object({ key: z.string(), message: z.string() })),
  checkedAt: z.string(),
});
export type SyncPlan = z.infer<typeof SyncPlan>;

export const ApplySync = SyncTargetRef.extend({
  planHash: z.string().min(1).max(128),
  /** Drifted variables that Berth's value may replace; the others keep what the platform has. */
  overwrite: z.array(VariableKey).max(10_000).default([]),
});

export const SyncOutcome = z.object({
  key: z.string(),
  outcome: z.enum(["set", "removed", "kept", "failed"]),
  message: z.string().optional(),
});
export type SyncOutcome = z.infer<typeof SyncOutcome>;

export const SyncResult = z.object({
  outcomes: z.array(SyncOutcome),
  failed: z.number(),
  effect: SyncEffect,
  effectMessage: z.string(),
  /** The deployment that a reload began. */
  deploymentId: z.string().optional(),
});
export type SyncResult = z.infer<typeof SyncResult>;

/** What became of the variables of a running app since it was deployed. */
export const ChangedNames = z.object({
  /** Names whose values differ, in order. */
  changed: z.array(z.string()),
  /** Those among them that a build puts into what browsers load: a restart does not change them. */
  builtIn: z.array(z.string()),
});
export type ChangedNames = z.infer<typeof ChangedNames>;

/** Restarts the running apps of an environment with its current values; one of them when named. */
export const ReloadApps = SyncScope.extend({ app: z.string().min(1).max(100).optional() });

export const ReloadedApp = z.object({
  app: z.string(),
  platform: Platform,
  /** `started` has a deployment to follow; `unchanged` runs with these values already. */
  outcome: z.enum(["started", "unchanged", "needs-redeploy", "not-running"]),
  deploymentId: z.string().optional(),
  /** Names whose values differ from what the app runs with. */
  changed: z.array(z.string()),
  message: z.string(),
});
export type ReloadedApp = z.infer<typeof ReloadedApp>;
