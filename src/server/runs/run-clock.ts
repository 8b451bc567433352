import { outsideTransaction } from "../db";

interface Timer {
  leftMs: number;
  startedAt: number;
  onUp: () => void;
  handle: NodeJS.Timeout | undefined;
}

/** `setTimeout` fires at once beyond this. */
const longestTimerMs = 2 ** 31 - 1;

/** The times that a run and its steps have left. All of them stand still while the run waits for a person. */
export class RunClock {
  readonly #timers = new Set<Timer>();
  #pauses = 0;

  /** Calls back once the time is up; answers how to stop that. */
  start(ms: number, onUp: () => void): () => void {
    const timer: Timer = { leftMs: Math.max(0, ms), startedAt: 0, onUp, handle: undefined };
    this.#timers.add(timer);
    if (this.#pauses === 0) this.#run(timer);
    return () => {
      clearTimeout(timer.handle);
      this.#timers.delete(timer);
    };
  }

  pause(): void {
    this.#pauses += 1;
    if (this.#pauses > 1) return;
    for (const timer of this.#timers) {
      clearTimeout(timer.handle);
      timer.leftMs = Math.max(0, timer.leftMs - (performance.now() - timer.startedAt));
    }
  }

  /** Goes on once everyone who paused it has said so. */
  resume(): void {
    this.#pauses -= 1;
    if (this.#pauses > 0) return;
    for (const timer of this.#timers) this.#run(timer);
  }

  #run(timer: Timer): void {
    timer.startedAt = performance.now();
    const up = () => {
      this.#timers.delete(timer);
      timer.onUp();
    };
    timer.handle = outsideTransaction(() => setTimeout(up, Math.min(timer.leftMs, longestTimerMs)));
  }
}
