import { canDo, estimateCost, monthlyText } from "@/modules/deployment/pure";
import type { Platform } from "@/modules/deployment/schema";
import { AppError } from "@/server/errors";
import { ask, isInteractive } from "./ask";
import { writeNote } from "./output";
import { CommandFailed } from "./run";
import type { Client } from "./server";

interface Wanted {
  /** Of the project, which may not exist yet. */
  project: string;
  /** Of the app, where it is not the project's. */
  name?: string | undefined;
  platforms: readonly Platform[];
  /** Those that make a database. */
  makers: readonly Platform[];
  isAgreed: boolean | undefined;
}

/** The platforms among these that can make a database. Throws VALIDATION where none can. */
export function databaseMakers(platforms: readonly Platform[]): Platform[] {
  const makers = platforms.filter((platform) => platform !== "local" && canDo(platform, "databases"));
  if (makers.length > 0) return makers;
  throw new AppError(
    "VALIDATION",
    "--create-database: only Railway and Render make a PostgreSQL. On this machine the app brings its own; elsewhere set the address of one, such as of Neon or Supabase.",
  );
}

/** Tells what begins to be billed and asks a person; a script is told and goes on. Ends the command when the answer is no. */
export async function agreeToCost(client: Client, wanted: Wanted): Promise<void> {
  const costs = wanted.platforms.flatMap((platform) => {
    const cost = estimateCost(platform, { instances: 1, hasDatabase: wanted.makers.includes(platform) });
    return cost?.isBillable ? [{ platform, cost }] : [];
  });
  if (costs.length === 0) return;
  const running = await client.deployment.hosted.list.query();
  const begun = costs.filter(({ platform }) => {
    const app = running.find(
      (each) =>
        each.platform === platform &&
        each.projectName === wanted.project &&
        each.name === (wanted.name ?? wanted.project),
    );
    return app === undefined || (wanted.makers.includes(platform) && !app.hasDatabase);
  });
  if (begun.length === 0) return;
  for (const { platform, cost } of begun) {
    writeNote(
      `On ${label(platform)} this costs about ${monthlyText(cost)} a month. ${cost.basis} Prices of ${cost.asOf}: ${cost.source}`,
    );
  }
  if (wanted.isAgreed || !isInteractive()) return;
  if (/^y(es)?$/i.test(await ask("Deploy? (y/N)"))) return;
  writeNote("Nothing was done.");
  throw new CommandFailed(8);
}

function label(platform: Platform): string {
  return platform.charAt(0).toUpperCase() + platform.slice(1);
}
