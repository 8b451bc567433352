import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { ScenarioFile, startEmulators } from "./main";

const folder = path.join(import.meta.dirname, "scenarios");

it.each(readdirSync(folder))("starts every stand-in with the scenario %s", async (file) => {
  const scenario = ScenarioFile.parse(JSON.parse(readFileSync(path.join(folder, file), "utf8")));
  const { standIns, close } = await startEmulators(scenario);
  try {
    expect(Object.assign({}, ...standIns.map(({ environment }) => environment))).toMatchObject({
      VERCEL_API_URL: standIns[0]?.address,
      RAILWAY_API_URL: standIns[1]?.address,
      RENDER_API_URL: standIns[2]?.address,
      GITHUB_API_URL: standIns[3]?.address,
      SUPABASE_URL: standIns[4]?.address,
    });
    for (const { address } of standIns) {
      const state = await fetch(`${address}/__emulator/state`);
      expect([state.status, state.headers.has("x-berth-emulator")]).toEqual([200, true]);
    }
  } finally {
    await close();
  }
});
