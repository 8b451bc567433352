import type { Json, RunKind } from "./runs/run-kind";

export type CommandHandler = (payload: Json) => Promise<void>;

/** The queue as the product sees it. */
export interface Jobs {
  /** Wakes a worker for a queued run, after the commit that created it; sending twice does no harm. */
  send(runId: string): Promise<void>;
  /** Makes a kind of run known here, and works on it unless this process only serves the web. */
  register<Spec>(kind: RunKind<Spec>, options: { concurrency: number }): Promise<void>;
  /** Calls the handler every so many seconds in each process that works on jobs; never twice at once. */
  schedule(name: string, everySeconds: number, handler: () => Promise<void>): void;
  /** Sends a small command to a host; delivered at least once, soon. */
  command(hostId: string, name: string, payload: Json): Promise<void>;
  /** Handles commands sent to this host under a name. */
  onCommand(name: string, handler: CommandHandler): Promise<void>;
}
