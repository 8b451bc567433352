// Checks without a database or a browser: lint and format, types, boundaries, dead code, unit tests.
import { pathToFileURL } from "node:url";
import { installPackages } from "./shared/install.mjs";
import { phase, runNode } from "./shared/phases.mjs";
import { packageScript } from "./shared/runtime.mjs";
import { runMain, ScriptError } from "./shared/script-error.mjs";
import { runVitest } from "./shared/vitest.mjs";

const bin = {
  biome: packageScript("@biomejs", "biome", "bin", "biome"),
  next: packageScript("next", "dist", "bin", "next"),
  tsc: packageScript("typescript", "bin", "tsc"),
  depcruise: packageScript("dependency-cruiser", "bin", "dependency-cruise.mjs"),
  knip: packageScript("knip", "bin", "knip.js"),
};

/** Runs every check and answers how many unit tests passed and failed; a failed check counts as one failure. */
export async function verify() {
  await phase("install", installPackages);
  let [passed, failed] = [0, 0];
  const check = async (name, work) => {
    try {
      await phase(name, work);
      passed++;
    } catch (error) {
      failed++;
      console.log(error.message);
    }
  };
  await check("routes", () => runSilently([bin.next, "typegen"]));
  await Promise.all([
    check("lint", () => runSilently([bin.biome, "ci", "."])),
    check("types", () => runSilently([bin.tsc, "--noEmit"])),
    check("arrows", cruise),
    check("dead code", () => runSilently([bin.knip])),
  ]);
  const unit = { passed: 0, failed: 0 };
  await phase("unit tests", async () => {
    Object.assign(unit, await runVitest(["unit"]));
  });
  return { passed: passed + unit.passed, failed: failed + unit.failed };
}

async function runSilently(args) {
  await runNode(args);
}

/** With a compiler it cannot read, dependency-cruiser cruises nothing and is content. */
async function cruise() {
  const output = await runNode([bin.depcruise, "src", "--config", ".dependency-cruiser.cjs"]);
  const modules = Number(output.match(/(\d+) modules/)?.[1] ?? 0);
  if (modules === 0) throw new ScriptError("dependency-cruiser read no module, so nothing was checked.");
  return `${modules} modules`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  runMain(async () => {
    const { passed, failed } = await verify();
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  });
}
