import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "../shared/berth-process.mjs";
import { runCommand } from "../shared/phases.mjs";
import { findNode, toolEnv } from "../shared/runtime.mjs";
import { timed } from "./statistics.mjs";

export const stack = { database: "drizzle-postgres", auth: "nextauth", authProviders: ["credentials"] };

/** The same app as a person makes it without Berth: generated once, then npm and next by hand. */
export class ByHand {
  constructor(bench, name) {
    this.bench = bench;
    this.folder = path.join(bench.folder, `by-hand-${name}`);
    this.npmCache = path.join(bench.folder, `npm-cache-${name}`);
    this.env = toolEnv({
      npm_config_cache: this.npmCache,
      npm_config_update_notifier: "false",
      CI: "1",
      DATABASE_URL: "pglite:./data",
      AUTH_SECRET: "a-secret-of-the-benchmark-that-guards-nothing",
      AUTH_URL: "http://localhost:3000",
      NEXT_PUBLIC_APP_URL: "http://localhost:3000",
    });
  }

  /** Writes the project, with one more route that does nothing: the bare Next route other rows compare with. */
  async write() {
    const { generate, parseConfig } = await this.bench.load("src/modules/scaffold/pure.ts");
    const files = await generate(parseConfig({ name: "by-hand", ...stack }));
    const bare =
      'export const dynamic = "force-dynamic";\n\nexport function GET() {\n  return Response.json({ ok: true });\n}\n';
    for (const { path: file, content } of [...files, { path: "src/app/api/bare/route.ts", content: bare }]) {
      mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true });
      writeFileSync(path.join(this.folder, file), content);
    }
  }

  install() {
    return runCommand("npm", ["ci", "--no-audit", "--no-fund"], { env: this.env, cwd: this.folder });
  }

  removePackages() {
    rmSync(path.join(this.folder, "node_modules"), { recursive: true, force: true });
  }

  build() {
    return runCommand("npm", ["run", "build"], { env: this.env, cwd: this.folder });
  }

  /** `next start` until the health address is green. */
  async serve() {
    const port = await freePort();
    const next = path.join(this.folder, "node_modules", "next", "dist", "bin", "next");
    const env = { ...this.env, NODE_ENV: "production", PORT: String(port) };
    const child = spawn(findNode(), [next, "start", "-H", "127.0.0.1", "-p", String(port)], {
      cwd: this.folder,
      env,
      stdio: "ignore",
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const stop = async () => {
      child.kill("SIGKILL");
      await ended;
    };
    this.bench.atEnd(stop);
    for (const until = Date.now() + 60_000; Date.now() < until; ) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => undefined);
      if (answer?.ok) return { url: `http://127.0.0.1:${port}`, stop };
      if (child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error("The app made by hand did not become healthy.");
  }

  /** From the files to a healthy app; answers the milliseconds of each part. */
  async deploy() {
    const install = await timed(() => this.install());
    const build = await timed(() => this.build());
    let served;
    const start = await timed(async () => {
      served = await this.serve();
    });
    return { install, build, start, total: install + build + start, ...served };
  }
}

/** One built and served for all rows that only need it to be there. */
export function servedByHand(bench) {
  return bench.once("by-hand", async () => {
    const app = new ByHand(bench, "shared");
    await app.write();
    return { app, ...(await app.deploy()) };
  });
}
