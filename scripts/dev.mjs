// The development server on Berth's own Node; arguments go to `next dev`.
import { spawn } from "node:child_process";
import { buildPrograms } from "./build.mjs";
import { installPackages } from "./shared/install.mjs";
import { findNode, packageScript, root, toolEnv } from "./shared/runtime.mjs";

await installPackages();
await buildPrograms();
const args = [
  packageScript("next", "dist", "bin", "next"),
  "dev",
  "-H",
  process.env.HOST || "127.0.0.1",
  ...process.argv.slice(2),
];
const child = spawn(findNode(), args, { cwd: root, env: toolEnv({ NEXT_MANUAL_SIG_HANDLE: "1" }), stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.once("exit", (code) => process.exit(code ?? 1));
