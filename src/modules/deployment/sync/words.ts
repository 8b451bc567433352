import { platformNames } from "../failures/actions";
import type { Platform } from "../schema";
import type { SyncEffect } from "./schema";

type HostingPlatform = Exclude<Platform, "local">;

interface Effect {
  effect: (typeof SyncEffect)["options"][number];
  effectMessage: string;
}

const rules: Readonly<Record<HostingPlatform, string>> = {
  vercel:
    "Vercel gives new values to deployments made from then on. The one that serves keeps its own until you redeploy.",
  railway:
    "Values are set without a deployment, and the running service keeps its own until you redeploy. Where a variable is removed, Railway may deploy by itself.",
  render: "Render gives new values to the next deploy. The running service keeps its own until you redeploy.",
};

/** How values that are sent to a platform reach the app; a deployment sends what was left alone as well. */
export function afterSending(platform: HostingPlatform, kept = 0): Effect {
  const also = kept === 1 ? "the variable that was left alone" : `the ${kept} variables that were left alone`;
  const all = kept === 0 ? rules[platform] : `${rules[platform]} A redeploy sets ${also} too.`;
  return { effect: "redeploy", effectMessage: all };
}

/** The values are there, and the app runs with earlier ones. */
export function stillEarlier(platform: HostingPlatform, changed: readonly string[]): Effect {
  const what = changed.length === 1 ? `${changed[0]}` : `${changed.length} variables`;
  return {
    effect: "redeploy",
    effectMessage: `${platformNames[platform]} has the values, but the app runs with earlier ones of ${what} until you redeploy.`,
  };
}

export function nothingToDo(platform: Platform): Effect {
  const effectMessage =
    platform === "local"
      ? "The app runs with the values of now."
      : `${platformNames[platform]} has the values of now, and the app runs with them.`;
  return { effect: "none", effectMessage };
}

/** Something differs there, and none of it was changed. */
export function nothingChanged(platform: HostingPlatform, failed: number): Effect {
  const name = platformNames[platform];
  const effectMessage =
    failed > 0
      ? `Nothing was changed on ${name}, which refused it.`
      : `Nothing was changed: what was edited on ${name} is left as it is there.`;
  return { effect: "none", effectMessage };
}

export function afterReload(): Effect {
  const effectMessage =
    "The app is started again with the values of now. The running version serves until the new one is healthy.";
  return { effect: "reload", effectMessage };
}
