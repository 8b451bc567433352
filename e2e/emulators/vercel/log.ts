/** One item of a deployment's log, in the flat shape of today. */
export interface LogEvent {
  type: "command" | "stdout" | "stderr" | "deployment-state" | "exit";
  created: number;
  date: number;
  deploymentId: string;
  id: string;
  serial: string;
  text?: string;
  level?: "error" | "warning";
  info: { type: string; name: string; readyState?: string };
}

/** The log of one deployment: grows while it is built, and can be followed by many. */
export class BuildLog {
  private readonly events: LogEvent[] = [];
  private readonly waiting = new Set<() => void>();
  private isOver = false;

  constructor(private readonly deploymentId: string) {}

  get size(): number {
    return this.events.length;
  }

  write(type: LogEvent["type"], text: string | undefined, more: { level?: "error"; readyState?: string } = {}): void {
    const created = Date.now();
    const number = String(this.events.length).padStart(6, "0");
    this.events.push({
      type,
      created,
      date: created,
      deploymentId: this.deploymentId,
      id: `${created}${number}`,
      serial: `${created}${number}`,
      ...(text === undefined ? {} : { text }),
      ...(more.level ? { level: more.level } : {}),
      info: {
        type: "build",
        name: "bld_1",
        ...(more.readyState === undefined ? {} : { readyState: more.readyState }),
      },
    });
    this.wake();
  }

  end(): void {
    this.isOver = true;
    this.wake();
  }

  /** Written at that time or later. */
  since(time: number): LogEvent[] {
    return this.events.filter(({ created }) => created >= time);
  }

  /** Hands on what is there and what comes, until the log is over or the signal aborts. */
  async follow(time: number, write: (event: LogEvent) => void, signal: AbortSignal): Promise<void> {
    let next = this.events.length - this.since(time).length;
    while (!signal.aborted) {
      for (let event = this.events[next]; event; event = this.events[next]) {
        next += 1;
        write(event);
      }
      if (this.isOver) return;
      await this.more(signal);
    }
  }

  private more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      this.waiting.add(done);
      signal.addEventListener("abort", done, { once: true });
      if (signal.aborted) done();
    });
  }

  private wake(): void {
    for (const done of [...this.waiting]) done();
  }
}

/** What Vercel prints around every build, before the project's own tools speak. */
export const openingLines = [
  "Running build in Washington, D.C., USA (East) – iad1",
  "Build machine configuration: 2 cores, 8 GB",
  "Retrieving list of deployment files...",
  "Downloading deployment files...",
  'Running "vercel build"',
  "Vercel CLI 54.2.0",
  "Installing dependencies...",
  "added 42 packages in 6s",
  "Detected Next.js version: 16.4.5",
  'Running "npm run build"',
];

export const successLines = [
  "▲ Next.js 16.4.5 (Turbopack)",
  "   Creating an optimized production build ...",
  " ✓ Compiled successfully in 8.3s",
  "   Collecting page data ...",
  " ✓ Generating static pages (7/7)",
  "Build Completed in /vercel/output [21s]",
  "Deploying outputs...",
];

export const failureLines = [
  "▲ Next.js 16.4.5 (Turbopack)",
  "   Creating an optimized production build ...",
  "",
  "> Build error occurred",
  "Error: Turbopack build failed with 1 errors:",
  "./src/app/page.tsx:3:1",
  "Module not found: Can't resolve 'left-pad'",
  '  1 | import { Button } from "@/components/button";',
  '> 3 | import pad from "left-pad";',
  'Error: Command "npm run build" exited with 1',
];
