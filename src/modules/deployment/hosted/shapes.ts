import * as z from "zod";
import type { Platform } from "../schema";
import type { CostEstimate } from "./prices";

export const HostedAppRef = z.strictObject({ id: z.string().max(64) });
export type HostedAppRef = z.infer<typeof HostedAppRef>;

export const HostedAppState = z.enum(["active", "paused", "deleted"]);
export type HostedAppState = z.infer<typeof HostedAppState>;

/** An app on a hosting platform. */
export interface HostedAppSummary {
  id: string;
  name: string;
  platform: Platform;
  projectId: string;
  projectName: string;
  state: HostedAppState;
  url?: string | undefined;
  /** The deployment that visitors get. */
  deploymentId?: string | undefined;
  /** Absent once the account was disconnected: the app goes on, Berth cannot reach it. */
  connectionId?: string | undefined;
  emulated: boolean;
  createdAt: string;
  /** What the platform can do with it; the page offers nothing else. */
  can: HostedAbility[];
  cost?: CostEstimate | undefined;
  /** The platform keeps a database beside it, which Berth made. */
  hasDatabase: boolean;
}

export type HostedAbility = "pause" | "remove" | "domains" | "scale" | "autoscale" | "usage" | "approve";

const DomainName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253, "A domain has at most 253 characters.")
  .regex(
    /^(?!-)(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    "Enter a domain such as app.example.com, without https:// and without a path.",
  );

export const AddDomain = HostedAppRef.extend({ name: DomainName });
export type AddDomain = z.infer<typeof AddDomain>;

export const DomainRef = HostedAppRef.extend({ domainId: z.string().min(1).max(300) });
export type DomainRef = z.infer<typeof DomainRef>;

export const SetScale = HostedAppRef.extend({
  instances: z.number().int().min(1, "At least one copy runs.").max(50, "Use at most 50 copies."),
  max: z.number().int().min(1).max(50).optional(),
  cpuPercent: z.number().int().min(10).max(90).optional(),
  memoryPercent: z.number().int().min(10).max(90).optional(),
}).refine(
  ({ instances, max }) => max === undefined || max >= instances,
  "The most copies cannot be fewer than the least.",
);
export type SetScale = z.input<typeof SetScale>;

export const CompareDeployments = z.strictObject({ from: z.string().max(64), to: z.string().max(64) });
export type CompareDeployments = z.infer<typeof CompareDeployments>;

/** Names of what differs between two deployments; values are compared by keyed hashes and never shown. */
export interface DeploymentDiff {
  /** Absent when one of the two kept no list of its files. */
  files?: { added: string[]; removed: string[]; changed: string[] } | undefined;
  variables?: { added: string[]; removed: string[]; changed: string[] } | undefined;
  config: { field: string; from: string; to: string }[];
}
