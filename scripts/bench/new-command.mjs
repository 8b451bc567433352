import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommand } from "../shared/phases.mjs";
import { root, toolEnv } from "../shared/runtime.mjs";
import { median, timed } from "./statistics.mjs";

export const title = "berth new, whole process";

const runs = 5;
const words = (text) => text.split(" ");

// Each peer writes Next.js with PostgreSQL through Drizzle and a sign-in of the kind it offers; Berth writes the same.
const peers = [
  {
    name: "create-t3-app",
    version: "7.40.0",
    entry: path.join("dist", "index.js"),
    stack: "Auth.js",
    options: words(
      "peer --CI --noGit --noInstall --appRouter --tailwind --nextAuth --drizzle --trpc false --dbProvider postgres",
    ),
    ours: words("--database drizzle-postgres --auth nextauth --auth-providers credentials"),
  },
  {
    name: "create-better-t-stack",
    version: "3.44.1",
    entry: path.join("dist", "cli.mjs"),
    stack: "Better Auth",
    options: words(
      "peer --frontend next --backend self --runtime none --api none --database postgres --orm drizzle --db-setup none " +
        "--auth better-auth --payments none --addons none --examples none --web-deploy none --server-deploy none " +
        "--package-manager npm --no-git --no-install",
    ),
    ours: words("--database drizzle-postgres --auth better-auth --auth-providers credentials"),
  },
];

export async function measure(bench) {
  const rows = [];
  for (const peer of peers) rows.push(await compare(peer, path.join(bench.folder, `new-${peer.name}`)));
  return rows;
}

async function compare(peer, folder) {
  const entry = await installPeer(peer);
  const times = { ours: [], peer: [] };
  const home = path.join(folder, "home");
  const cwd = path.join(folder, "projects");
  // It keeps a record of what it made in the home folder, and reports its use unless told not to.
  const env = toolEnv({ HOME: home, BTS_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" });
  await mkdir(home, { recursive: true });
  for (let round = 0; round < runs + 1; round += 1) {
    await rm(cwd, { recursive: true, force: true });
    await mkdir(cwd, { recursive: true });
    const berth = [path.join(root, "dist", "cli.mjs"), "new", "app", ...peer.ours, "-y", "--out", "ours"];
    const one = await timed(() => run(berth, { cwd }));
    const other = await timed(() => run([entry, ...peer.options], { cwd, env }));
    if (!existsSync(path.join(cwd, "peer", "package.json"))) throw new Error(`${peer.name} wrote no project.`);
    // The first pair only warms the file cache.
    if (round > 0) times.ours.push(one) && times.peer.push(other);
  }
  return rowOf(peer, median(times.ours), median(times.peer));
}

function rowOf({ name, version, stack }, value, peerValue) {
  return {
    figure: `${title}, ${stack}`,
    unit: "ms",
    value,
    peer: { name: `${name} ${version}`, value: peerValue },
    ratio: peerValue / value,
    limitText: ">= 3x faster",
    isMet: peerValue / value >= 3,
    note: `median of ${runs}, in turn, both without installing and without git`,
  };
}

/** The bench runs on Berth's own Node already; looking for it here would be part of the time. */
function run(args, options) {
  return runCommand(process.execPath, args, options);
}

/** Installed once into a cache folder, so that no download is part of its time. */
async function installPeer({ name, version, entry }) {
  const folder = path.join(tmpdir(), `berth-bench-${name}-${version}`);
  const script = path.join(folder, "node_modules", name, entry);
  if (existsSync(script)) return script;
  await mkdir(folder, { recursive: true });
  await runCommand("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", `${name}@${version}`], {
    env: process.env,
    cwd: folder,
  });
  return script;
}
