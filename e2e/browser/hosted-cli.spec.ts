import { spawn } from "node:child_process";
import path from "node:path";
import type { BerthProcess } from "../../scripts/shared/berth-process.mjs";
import { freshName } from "../support/deployments";
import { ensureConnected, hostingPlatforms, takeName, test } from "../support/hosting";
import { expect } from "../support/test";

interface Said {
  code: number | null;
  /** The last line of standard output, which holds the result. */
  result: { type: string; status: string; url: string | null; emulated?: boolean; error?: { type: string } };
  kinds: string[];
}

test.use({ storageState: { cookies: [], origins: [] } });

for (const platform of hostingPlatforms) {
  test(`berth deploy --json to ${platform}: success, a failed build, a name that is taken`, async ({
    berth,
    standIns,
  }) => {
    await ensureConnected(berth, standIns);
    const [live, broken, taken] = [freshName("cli-live"), freshName("cli-broken"), freshName("cli-taken")];
    standIns[platform].scenario.addOutcome({ name: broken, result: "build-failed" });
    await takeName(standIns, platform, taken);
    const [succeeded, failed, refused] = await Promise.all(
      [live, broken, taken].map((name) => deploy(berth, platform, name)),
    );

    expect(succeeded).toMatchObject({
      code: 0,
      result: { type: "result", status: "succeeded", emulated: true, url: expect.stringMatching(/^http/) },
    });
    expect(succeeded?.kinds).toEqual(expect.arrayContaining(["status", "step", "log", "end"]));
    expect(failed).toMatchObject({ code: 1, result: { status: "failed", error: { type: "BUILD_FAILED" } } });
    expect(refused).toMatchObject({ code: 1, result: { status: "failed", error: { type: "PROJECT_NAME_TAKEN" } } });
    expect(standIns[platform].violations).toEqual([]);
  });
}

/** Runs the command as a person does, and reads each line it writes as JSON. */
async function deploy({ home }: BerthProcess, platform: string, name: string): Promise<Said> {
  const args = ["deploy", "--config", JSON.stringify({ name }), "--platform", platform, "--json"];
  const child = spawn(process.execPath, [path.resolve("dist/cli.mjs"), ...args], {
    env: { NODE_ENV: "production", HOME: home, BERTH_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (part) => {
    stdout += part;
  });
  child.stderr.on("data", (part) => {
    stderr += part;
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  const lines = stdout
    .trim()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(lines.length, stderr).toBeGreaterThan(1);
  return { code, result: lines.at(-1), kinds: lines.map(({ kind }) => kind) };
}
