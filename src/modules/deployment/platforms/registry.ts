import { availableParallelism } from "node:os";
import { type Ctx, requirePermission } from "@/server/context";
import { openLocalHost } from "../local/host";
import { machine } from "../local/machine";
import type { PlatformInfo } from "../schema";

/** Builds at once on this machine: half of its cores, so that Berth and the apps stay quick. */
export function buildConcurrency(): number {
  return Math.max(1, Math.floor(availableParallelism() / 2));
}

/** Where an app can go today. */
export function listPlatforms(ctx: Ctx): PlatformInfo[] {
  requirePermission(ctx, "deployment:read");
  return [
    {
      id: "local",
      label: "This machine",
      description: "Built and run here, at an address of its own on this machine. Nothing leaves it.",
      available: true,
      isolation: openLocalHost(machine()).isolation,
    },
  ];
}
