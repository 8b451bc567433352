interface WorkerPoolParts<Work> {
  /** Workers that are always there. Each one that waits asks the database for work, so they are few. */
  least: number;
  most: number;
  /** Starts a worker that hands everything it takes to `handle`; answers its id. */
  add(handle: (work: Work) => Promise<void>): Promise<string>;
  /** Has a worker stop once it is done with what it holds. */
  remove(id: string): Promise<void>;
  onError(error: unknown): void;
}

interface Worker {
  id: Promise<string>;
  isBusy: boolean;
}

/** As many workers on a queue as there is work, between two bounds: twice as many each time all of them are busy. */
export class WorkerPool<Work> {
  readonly #parts: WorkerPoolParts<Work>;
  readonly #workers = new Set<Worker>();
  #isClosed = false;

  constructor(parts: WorkerPoolParts<Work>) {
    this.#parts = parts;
  }

  async open(handle: (work: Work) => Promise<void>): Promise<void> {
    await this.#grow(this.#parts.least, handle);
  }

  /** No worker is added from here on. */
  close(): void {
    this.#isClosed = true;
  }

  async #grow(by: number, handle: (work: Work) => Promise<void>): Promise<void> {
    const more = this.#isClosed ? 0 : Math.min(by, this.#parts.most - this.#workers.size);
    await Promise.all(Array.from({ length: Math.max(0, more) }, () => this.#add(handle)));
  }

  async #add(handle: (work: Work) => Promise<void>): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const worker: Worker = { id: promise, isBusy: false };
    this.#workers.add(worker);
    const take = async (work: Work) => {
      worker.isBusy = true;
      if (this.#idle().length === 0) this.#grow(this.#workers.size, handle).catch(this.#parts.onError);
      try {
        await handle(work);
      } finally {
        worker.isBusy = false;
        this.#shrink();
      }
    };
    this.#parts.add(take).then(resolve, reject);
    await promise.catch((error: unknown) => {
      this.#workers.delete(worker);
      throw error;
    });
  }

  #shrink(): void {
    for (const worker of this.#idle().slice(this.#parts.least)) {
      this.#workers.delete(worker);
      worker.id.then((id) => this.#parts.remove(id)).catch(this.#parts.onError);
    }
  }

  #idle(): Worker[] {
    return [...this.#workers].filter(({ isBusy }) => !isBusy);
  }
}
