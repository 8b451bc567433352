import type { TargetPlatform } from "../schema";

/** How the places an app goes to are called. */
export const platformNames: Readonly<Record<TargetPlatform, string>> = {
  local: "this machine",
  vercel: "Vercel",
  railway: "Railway",
  render: "Render",
};

/** A variable that a platform puts into every app it runs. */
export interface PlatformVariable {
  platform: Exclude<TargetPlatform, "local">;
  key: string;
  /** What it holds, for people. */
  holds: string;
  /** It holds the address or the host of the app, so that another variable may be set to it. */
  isAddress?: boolean;
}

/** Sources: the platforms' own pages on system environment variables. */
const platformVariables: readonly PlatformVariable[] = [
  { platform: "vercel", key: "VERCEL", holds: "1 on Vercel" },
  { platform: "vercel", key: "VERCEL_ENV", holds: "production, preview or development" },
  { platform: "vercel", key: "VERCEL_URL", holds: "the host of this deployment", isAddress: true },
  { platform: "vercel", key: "VERCEL_BRANCH_URL", holds: "the host of the branch", isAddress: true },
  {
    platform: "vercel",
    key: "VERCEL_PROJECT_PRODUCTION_URL",
    holds: "the host of the app in production",
    isAddress: true,
  },
  { platform: "vercel", key: "VERCEL_REGION", holds: "the region it runs in" },
  { platform: "vercel", key: "VERCEL_DEPLOYMENT_ID", holds: "the id of the deployment" },
  { platform: "vercel", key: "VERCEL_GIT_COMMIT_SHA", holds: "the commit" },
  { platform: "vercel", key: "VERCEL_GIT_COMMIT_REF", holds: "the branch" },
  { platform: "railway", key: "RAILWAY_PUBLIC_DOMAIN", holds: "the public host of the service", isAddress: true },
  { platform: "railway", key: "RAILWAY_PRIVATE_DOMAIN", holds: "the host inside the project" },
  { platform: "railway", key: "RAILWAY_STATIC_URL", holds: "the public host of the service", isAddress: true },
  { platform: "railway", key: "RAILWAY_ENVIRONMENT_NAME", holds: "the name of the environment" },
  { platform: "railway", key: "RAILWAY_PROJECT_ID", holds: "the id of the project" },
  { platform: "railway", key: "RAILWAY_SERVICE_NAME", holds: "the name of the service" },
  { platform: "railway", key: "RAILWAY_DEPLOYMENT_ID", holds: "the id of the deployment" },
  { platform: "railway", key: "RAILWAY_GIT_COMMIT_SHA", holds: "the commit" },
  { platform: "render", key: "RENDER", holds: "true on Render" },
  { platform: "render", key: "RENDER_EXTERNAL_URL", holds: "the public address of the service", isAddress: true },
  { platform: "render", key: "RENDER_EXTERNAL_HOSTNAME", holds: "the public host of the service", isAddress: true },
  { platform: "render", key: "RENDER_SERVICE_ID", holds: "the id of the service" },
  { platform: "render", key: "RENDER_INSTANCE_ID", holds: "the id of the instance" },
  { platform: "render", key: "RENDER_GIT_COMMIT", holds: "the commit" },
  { platform: "render", key: "IS_PULL_REQUEST", holds: "whether it is a preview of a pull request" },
];

const byKey = new Map(platformVariables.map((variable) => [variable.key, variable]));

/** The platform a name belongs to, also when it is one that is not listed. */
export function ownerOf(key: string): PlatformVariable["platform"] | undefined {
  const known = byKey.get(key)?.platform;
  if (known) return known;
  if (/^VERCEL(?:_[A-Z0-9_]+)?$/.test(key)) return "vercel";
  if (/^RAILWAY_[A-Z0-9_]+$/.test(key)) return "railway";
  return /^RENDER(?:_[A-Z0-9_]+)?$/.test(key) ? "render" : undefined;
}

/** What a platform puts into every app it runs, so that nobody has to; nothing on this machine. */
export function suppliedOn(platform: TargetPlatform): readonly PlatformVariable[] {
  return platformVariables.filter((variable) => variable.platform === platform);
}

/** What a variable of a platform holds, for people. */
export function heldBy(key: string): string | undefined {
  return byKey.get(key)?.holds;
}
