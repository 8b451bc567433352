import type { Platform as PlatformId } from "../schema";

export type Platform = PlatformId;

/** The platforms by id, without loading a validator into the page. */
export const Platform: readonly Platform[] = ["local", "vercel", "railway", "render"];

const labels: Record<Platform, string> = {
  local: "This machine",
  vercel: "Vercel",
  railway: "Railway",
  render: "Render",
};

/** A platform's name for people. */
export function platformLabel(platform: Platform): string {
  return labels[platform];
}
