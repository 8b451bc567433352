import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommand } from "../shared/phases.mjs";
import { root } from "../shared/runtime.mjs";
import { median, timed } from "./statistics.mjs";

export const title = "berth new, whole process";

const peer = { name: "create-t3-app", version: "7.40.0" };
const runs = 5;
const t3Options = [
  "--CI",
  "--noGit",
  "--noInstall",
  "--appRouter",
  "--tailwind",
  "--nextAuth",
  "--drizzle",
  "--trpc",
  "false",
];
const ours = ["--database", "drizzle-postgres", "--auth", "nextauth", "--auth-providers", "credentials", "-y"];

export async function measure(bench) {
  const t3 = await installPeer();
  const folder = path.join(bench.folder, "new");
  const times = { ours: [], peer: [] };
  for (let round = 0; round < runs + 1; round += 1) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const one = await timed(() =>
      run([path.join(root, "dist", "cli.mjs"), "new", "app", ...ours, "--out", "ours"], { cwd: folder }),
    );
    const other = await timed(() => run([t3, "t3", ...t3Options, "--dbProvider", "postgres"], { cwd: folder }));
    // The first pair only warms the file cache.
    if (round > 0) times.ours.push(one) && times.peer.push(other);
  }
  const [value, peerValue] = [median(times.ours), median(times.peer)];
  return [
    {
      figure: title,
      unit: "ms",
      value,
      peer: { name: `${peer.name} ${peer.version}`, value: peerValue },
      ratio: peerValue / value,
      limitText: ">= 3x faster",
      isMet: peerValue / value >= 3,
      note: `median of ${runs}, in turn, both without installing and without git`,
    },
  ];
}

/** The bench runs on Berth's own Node already; looking for it here would be part of the time. */
function run(args, options) {
  return runCommand(process.execPath, args, options);
}

/** Installed once into a cache folder, so that no download is part of its time. */
async function installPeer() {
  const folder = path.join(tmpdir(), `berth-bench-${peer.name}-${peer.version}`);
  const entry = path.join(folder, "node_modules", peer.name, "dist", "index.js");
  if (existsSync(entry)) return entry;
  await mkdir(folder, { recursive: true });
  await runCommand("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", `${peer.name}@${peer.version}`], {
    env: process.env,
    cwd: folder,
  });
  return entry;
}
