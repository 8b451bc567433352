import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const title = "Memory after a restart on an existing folder, 60 s idle";

const idleMs = 60_000;

export async function measure(bench) {
  if (process.platform !== "linux")
    throw new Error("Memory of a process tree is read from /proc, which only Linux has.");
  const rows = [await measureKind(bench, "PGlite", 600, {})];
  const { startCluster } = await bench.load("src/server/testing/postgres-cluster.ts");
  const cluster = await startCluster();
  bench.atEnd(() => cluster.stop());
  const secrets = {
    AUTH_SECRET: randomBytes(48).toString("base64url"),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  };
  rows.push(await measureKind(bench, "PostgreSQL", 250, { DATABASE_URL: cluster.url, ...secrets }));
  return rows;
}

async function measureKind(bench, kind, limit, env) {
  const home = path.join(bench.folder, `memory-${kind.toLowerCase()}`);
  const first = await bench.start(home, env);
  await visit(first);
  await first.stop();
  const again = await bench.start(home, env);
  await visit(again);
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  const processes = groupMemory(again.pid);
  await again.stop();
  const value = processes.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  const parts = processes.map(({ name, bytes }) => `${name} ${(bytes / 1e6).toFixed(0)}`).join(", ");
  return {
    figure: `${title}, ${kind}`,
    unit: "MB",
    value,
    limit,
    note: `resident memory of npm start and all its processes: ${parts}`,
  };
}

async function visit({ url }) {
  for (const page of ["/sign-in", "/api/health"]) await (await fetch(url + page)).text();
}

/** Resident bytes of each process of a group: the server leads its own, apps and builds have theirs. */
export function groupMemory(group) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        if (Number(fields[2]) !== group) return [];
        const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
        return [{ name: stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")), bytes: kilobytes * 1024 }];
      } catch {
        return [];
      }
    });
}
