import { rmSync } from "node:fs";
import { followDeployment, mutate, query } from "../shared/berth-client.mjs";
import { ByHand, stack } from "./by-hand.mjs";
import { mean, median, timed } from "./statistics.mjs";

export const title = "Local deploy against the same app by hand";

const warmRuns = 3;

export async function measure(bench) {
  // Each cold pair has npm caches and a data folder of its own; the order turns so that neither always goes first.
  const cold = { hand: [], berth: [] };
  const first = await coldByHand(bench, "1");
  cold.hand.push(first.total);
  const one = await coldBerth(bench, "cold-1");
  cold.berth.push(one.ms);
  cold.berth.push((await coldBerth(bench, "cold-2")).ms);
  const last = await coldByHand(bench, "2");
  cold.hand.push(last.total);
  await first.stop();
  return [
    row("Local deploy, cold", mean(cold.berth), mean(cold.hand), 1.1, "mean of 2, empty npm cache on both sides"),
    await measureWarm(last, one),
  ];
}

async function coldByHand(bench, name) {
  const app = new ByHand(bench, name);
  await app.write();
  bench.say(`  by hand, cold (${name})`);
  return { app, ...(await app.deploy()) };
}

async function coldBerth(bench, name) {
  bench.say(`  Berth, ${name}`);
  const berth = await bench.newBerth(name);
  const project = await mutate(berth, "project.create", { name, config: { name, ...stack } });
  const started = await deployed(berth, () =>
    mutate(berth, "deployment.start", { projectId: project.id, platform: "local" }),
  );
  return { berth, ...started };
}

/** Both sides installed this set of packages before and keep `.next/cache`. */
async function measureWarm(hand, { berth, id }) {
  const times = { hand: [], berth: [] };
  let [current, stop] = [id, hand.stop];
  for (let run = 0; run < warmRuns; run += 1) {
    await stop();
    hand.app.removePackages();
    const again = await hand.app.deploy();
    times.hand.push(again.total);
    stop = again.stop;
    const redeployed = await deployed(berth, () => mutate(berth, "deployment.redeploy", { id: current }));
    times.berth.push(redeployed.ms);
    current = redeployed.id;
  }
  await stop();
  rmSync(hand.app.folder, { recursive: true, force: true });
  const note = `median of ${warmRuns}, in turn: packages seen before, .next/cache reused`;
  return row("Local deploy, dependency set seen before", median(times.berth), median(times.hand), 0.5, note);
}

async function deployed(berth, start) {
  let id;
  const ms = await timed(async () => {
    ({ id } = await start());
    await followDeployment(berth, id);
  });
  const { status, error } = await query(berth, "deployment.get", { id });
  if (status !== "succeeded") throw new Error(`The deployment ended as ${status}: ${error?.message}`);
  return { id, ms };
}

function row(figure, value, peerValue, limit, note) {
  const ratio = value / peerValue;
  const peer = { name: "npm ci, next build, next start", value: peerValue / 1000 };
  return {
    figure,
    unit: "s",
    value: value / 1000,
    peer,
    ratio,
    limitText: `<= ${limit}x`,
    isMet: ratio <= limit,
    note,
  };
}
