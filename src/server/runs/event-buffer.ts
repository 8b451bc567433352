import { outsideTransaction } from "../db";
import type { EventInput } from "./run-kind";

const waitMs = 25;
const retryMs = 500;
const batchSize = 100;
const largestBatch = 1_000;

/**
 * Gathers events for up to 25 ms or 100 events and writes them in order, one batch at a time. The first after a pause is
 * written at once: a single line reaches its readers without the wait that only a flood needs.
 */
export class EventBuffer {
  readonly #write: (events: EventInput[]) => Promise<void>;
  readonly #onFailure: (error: unknown) => boolean;
  readonly #pending: EventInput[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writtenAt = 0;
  #writing: Promise<void> = Promise.resolve();

  /** `onFailure` hears of a write that failed in the background and says whether to try it again. */
  constructor(write: (events: EventInput[]) => Promise<void>, onFailure: (error: unknown) => boolean) {
    this.#write = write;
    this.#onFailure = onFailure;
  }

  add(event: EventInput): void {
    this.#pending.push(event);
    if (this.#pending.length === batchSize) this.#schedule(0);
    else this.#schedule(Math.max(1, this.#writtenAt + waitMs - performance.now()));
  }

  /** Writes what is pending; rejects when that fails, and keeps what was not written. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#drain());
    return this.#writing;
  }

  /** Stops the timer; what is pending is dropped. */
  close(): void {
    clearTimeout(this.#timer);
    this.#pending.length = 0;
  }

  #schedule(ms: number): void {
    if (this.#timer && ms > 0) return;
    clearTimeout(this.#timer);
    this.#timer = outsideTransaction(() => setTimeout(() => this.#flushInBackground(), ms));
  }

  #flushInBackground(): void {
    this.flush().catch((error: unknown) => {
      if (this.#onFailure(error)) this.#schedule(retryMs);
      else this.close();
    });
  }

  async #drain(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending.splice(0, largestBatch);
      this.#writtenAt = performance.now();
      try {
        await this.#write(batch);
      } catch (error) {
        this.#pending.unshift(...batch);
        throw error;
      }
    }
  }
}
