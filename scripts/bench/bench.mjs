import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { freePort, startBerth, stopLaunched } from "../shared/berth-process.mjs";
import { root } from "../shared/runtime.mjs";

/** What the rows share: a place for files, one running Berth, and what to undo at the end. */
export class Bench {
  constructor(say) {
    this.say = say;
    this.folder = mkdtempSync(path.join(tmpdir(), "berth-bench-"));
    this.undo = [];
    this.shared = new Map();
  }

  /** Makes something once for all rows. */
  once(name, make) {
    if (!this.shared.has(name)) this.shared.set(name, make());
    return this.shared.get(name);
  }

  atEnd(work) {
    this.undo.unshift(work);
  }

  /** A Berth on a new data folder; unless it has run before, nothing is cached there. */
  newBerth(name, env = {}) {
    return this.start(path.join(this.folder, name), env);
  }

  async start(home, env = {}) {
    mkdirSync(home, { recursive: true });
    // Apps of a root Berth live inside the folder, and go with it, when others may walk through it.
    for (const folder of [this.folder, home]) chmodSync(folder, 0o711);
    const server = await startBerth({ home, env: { PORT: String(await freePort()), LOG_LEVEL: "warn", ...env } });
    this.atEnd(async () => {
      await server.stop();
      stopLaunched(home);
    });
    return server;
  }

  /** The Berth of the rows that do not care which. */
  berth() {
    return this.once("berth", () => this.newBerth("shared"));
  }

  /** A TypeScript module of the product as plain JavaScript. */
  async load(source) {
    const outfile = path.join(root, ".berth-test", `bench-${path.basename(source, ".ts")}-${process.pid}.mjs`);
    const options = { bundle: true, platform: "node", format: "esm", target: "node22", packages: "external" };
    await build({
      entryPoints: [path.join(root, source)],
      outfile,
      ...options,
      tsconfig: path.join(root, "tsconfig.json"),
    });
    this.atEnd(() => rmSync(outfile, { force: true }));
    return import(outfile);
  }

  async close() {
    for (const work of this.undo) {
      try {
        await work();
      } catch (error) {
        this.say(`Cleaning up: ${error.message}`);
      }
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
