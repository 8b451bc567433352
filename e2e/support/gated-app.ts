import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { strToU8, zipSync } from "fflate";
import type { ProjectSummary } from "@/modules/projects/schema";
import { type BerthAddress, bearer, mutate } from "../../scripts/shared/berth-client.mjs";
import type { Gates } from "./gates";

/** Phases of a deployment in which a gated app can be made to wait. */
export const gatePhases = ["install", "build", "start"] as const;
export type GatePhase = (typeof gatePhases)[number];

export interface GatedAppOptions {
  /** Lines the build prints after its gate. */
  lines?: number;
  pauseMs?: number;
}

/** A project that is a few lines long and passes a gate in each phase: npm fetches a package of ours, build and start ask. */
export function gatedApp(gates: Gates, { lines = 20, pauseMs = 10 }: GatedAppOptions = {}): Record<string, string> {
  gates.serve("install", packedPackage());
  return {
    "berth.json": "{}\n",
    "package.json": JSON.stringify({
      name: "gated",
      private: true,
      type: "module",
      scripts: { build: "node build.mjs", start: "node server.mjs" },
      dependencies: { "gated-part": `${gates.url}/install` },
    }),
    "build.mjs": `
console.log("build began");
await fetch("${gates.url}/build").then((answer) => answer.text());
for (let line = 1; line <= ${lines}; line += 1) {
  console.log("line " + line);
  await new Promise((resolve) => setTimeout(resolve, ${pauseMs}));
}
console.log("build ended");
`,
    "server.mjs": `
import { createServer } from "node:http";
console.log("start began");
await fetch("${gates.url}/start").then((answer) => answer.text());
createServer((request, response) => response.end("gated")).listen(Number(process.env.PORT), "127.0.0.1");
`,
  };
}

/** Uploads files as a project and starts its deployment to this machine. */
export async function deployFiles(
  berth: BerthAddress,
  name: string,
  files: Record<string, string>,
): Promise<{ id: string; projectId: string }> {
  const zip = zipSync(Object.fromEntries(Object.entries(files).map(([file, text]) => [file, strToU8(text)])));
  const response = await fetch(`${berth.url}/api/sources`, {
    method: "POST",
    headers: { ...bearer(berth), "content-type": "application/zip" },
    body: Buffer.from(zip),
  });
  if (!response.ok) throw new Error(`/api/sources answered ${response.status}: ${await response.text()}`);
  const source: { id: string } = await response.json();
  const project = await mutate<ProjectSummary>(berth, "project.create", { name });
  const input = { projectId: project.id, platform: "local", sourceId: source.id };
  const { id } = await mutate<{ id: string }>(berth, "deployment.start", input);
  return { id, projectId: project.id };
}

let packed: Uint8Array | undefined;

/** An npm package without content, as a tarball. */
function packedPackage(): Uint8Array {
  if (packed) return packed;
  const folder = mkdtempSync(path.join(tmpdir(), "berth-e2e-pack-"));
  try {
    mkdirSync(path.join(folder, "package"));
    writeFileSync(
      path.join(folder, "package", "package.json"),
      JSON.stringify({ name: "gated-part", version: "1.0.0" }),
    );
    execFileSync("tar", ["-czf", "part.tgz", "package"], { cwd: folder });
    packed = readFileSync(path.join(folder, "part.tgz"));
    return packed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
