// `npm run dev`: the development server on Berth's own Node; arguments go to `next dev`.
import { spawn } from "node:child_process";
import { berthCommand } from "./shared/berth-command.mjs";
import { writeBundles } from "./shared/bundles.mjs";
import { installPackages } from "./shared/install.mjs";
import { choosePort } from "./shared/ports.mjs";
import { findNode, packageScript, root, toolEnv } from "./shared/runtime.mjs";
import { runMain } from "./shared/script-error.mjs";

runMain(async () => {
  await installPackages();
  await writeBundles();
  const host = process.env.HOST || "127.0.0.1";
  const { port } = await choosePort(process.env, host);
  const next = packageScript("next", "dist", "bin", "next");
  const child = spawn(findNode(), [next, "dev", "-H", host, "-p", String(port), ...process.argv.slice(2)], {
    cwd: root,
    env: toolEnv({ NEXT_MANUAL_SIG_HANDLE: "1", PORT: String(port), HOST: host, BERTH_CLI_COMMAND: berthCommand() }),
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.once("exit", (code) => process.exit(code ?? 1));
});
