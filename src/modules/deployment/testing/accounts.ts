import { connectEmulator } from "@/modules/connections/testing/connect-emulator";
import type { Ctx } from "@/server/context";
import type { Kernel } from "@/server/kernel";

/** How an account is connected; plain data, so that a child process gets it too. */
export interface Account {
  platform: string;
  address: string;
  goodToken: string;
  teamId: string | null;
}

/** Connects the accounts as a person would. */
export async function connectHosting(kernel: Kernel, ctx: Ctx, accounts: readonly Account[]): Promise<void> {
  for (const { teamId, ...account } of accounts)
    await connectEmulator(kernel, ctx, account, teamId === null ? {} : { teamId });
}
