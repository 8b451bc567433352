import type { Ctx } from "@/server/context";
import type { Kernel } from "@/server/kernel";
import { connectPlatform } from "../connect";
import { type Connection, ConnectionPlatform } from "../schema";

const fields = {
  vercel: "vercelApiUrl",
  railway: "railwayApiUrl",
  render: "renderApiUrl",
  github: "githubApiUrl",
} as const;

/** Makes Berth call the stand-in of a platform from now on, in runs too. */
export function reachEmulator(kernel: Kernel, { platform, address }: { platform: string; address: string }): void {
  kernel.env[fields[ConnectionPlatform.parse(platform)]] = address;
}

/** Connects the organization of the ctx to a stand-in, as a person would who takes the first team unless told. */
export async function connectEmulator(
  kernel: Kernel,
  ctx: Ctx,
  emulator: { platform: string; address: string; goodToken: string },
  options: { token?: string; name?: string; teamId?: string | null } = {},
): Promise<Connection> {
  reachEmulator(kernel, emulator);
  const { token = emulator.goodToken, ...rest } = options;
  const input = { platform: emulator.platform, token, ...rest };
  let result = await connectPlatform(ctx, input);
  if (result.outcome === "choose-team") {
    result = await connectPlatform(ctx, { ...input, teamId: result.teams[0]?.id ?? null });
  }
  if (result.outcome === "choose-team") throw new Error(`The choice of a team was not taken by ${emulator.platform}.`);
  return result.connection;
}
