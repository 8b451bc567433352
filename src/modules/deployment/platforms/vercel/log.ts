import { and, count, eq, sql } from "drizzle-orm";
import { vercel } from "@/modules/connections";
import { runEvent } from "@/server/tables";
import { withAccess } from "../hosted";
import type { ActiveDeployment } from "../platform";
import { isFinal } from "./build";

const step = "stream-logs";

/** Hands on the build's output until it is over: each line once, also when another process handed on the first of them. */
export async function followLog(active: ActiveDeployment, id: string, signal: AbortSignal): Promise<void> {
  const seen = new Set<string>();
  let known = await countStored(active);
  await withAccess(active, (access) => {
    const isOver = async () => {
      const found = await vercel.findDeployment(access, id, signal);
      return !found || isFinal(found);
    };
    const onEvent = ({ id, stream, lines }: vercel.BuildEvent) => {
      if (seen.has(id)) return;
      seen.add(id);
      for (const line of lines) {
        if (known === 0) active.log(step, stream, line);
        else known -= 1;
      }
    };
    return vercel.followBuildLog(access, { deploymentId: id, onEvent, isOver }, signal);
  });
}

/** Lines that are stored already: the log begins with them again. */
async function countStored({ id, run }: ActiveDeployment): Promise<number> {
  const [row] = await run.ctx.db
    .select({ lines: count() })
    .from(runEvent)
    .where(and(eq(runEvent.runId, id), eq(runEvent.kind, "log"), sql`${runEvent.data} ->> 'step' = ${step}`));
  return row?.lines ?? 0;
}
