import type { Ctx } from "@/server/context";
import { processGlobal } from "@/server/process/globals";

/** Runs in the transaction that deletes a project; throwing keeps the project. May return work for after the commit. */
export type ProjectDeleteHook = (
  tx: Ctx,
  project: { id: string; name: string },
) => Promise<(() => Promise<void>) | undefined>;

const hooks = processGlobal("project-delete-hooks", () => new Map<string, ProjectDeleteHook>());

/** What else must happen when a project goes; modules to the right register it in boot. A name registers once. */
export function onProjectDelete(name: string, hook: ProjectDeleteHook): void {
  hooks.set(name, hook);
}

/** Runs every hook; the answers are what they left for after the commit. */
export async function runDeleteHooks(tx: Ctx, project: { id: string; name: string }): Promise<(() => Promise<void>)[]> {
  const after: (() => Promise<void>)[] = [];
  for (const hook of hooks.values()) {
    const later = await hook(tx, project);
    if (later) after.push(later);
  }
  return after;
}
