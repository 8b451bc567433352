import autocannon from "autocannon";
import { bearer } from "../shared/berth-client.mjs";
import { servedByHand } from "./by-hand.mjs";
import { median, percentile } from "./statistics.mjs";

export const title = "tRPC query (project.list), p95";

const rounds = 3;
const load = { connections: 1, overallRate: 30, duration: 10 };

export async function measure(bench) {
  const berth = await bench.berth();
  const hand = await servedByHand(bench);
  const targets = {
    ours: { url: `${berth.url}/api/trpc/project.list`, headers: bearer(berth) },
    peer: { url: `${hand.url}/api/bare` },
  };
  const found = { ours: [], peer: [] };
  for (const target of Object.values(targets)) await fire({ ...target, duration: 2 });
  // Both at the same time: what else the machine does then weighs on both alike.
  for (let round = 0; round < rounds; round += 1) {
    const [ours, peer] = await Promise.all([fire(targets.ours), fire(targets.peer)]);
    found.ours.push(percentile(ours, 0.95));
    found.peer.push(percentile(peer, 0.95));
  }
  const [value, peerValue] = [median(found.ours), median(found.peer)];
  return [
    {
      figure: title,
      unit: "ms",
      value,
      peer: { name: "a Next route that does nothing", value: peerValue },
      ratio: value / peerValue,
      limitText: "<= 3x",
      isMet: value / peerValue <= 3,
      note: `${load.overallRate} requests/s on one connection each, both at once, median of ${rounds} rounds of ${load.duration} s, token checked each time`,
    },
  ];
}

/** Asks at a fixed rate and answers the milliseconds of every request. */
async function fire(target) {
  const times = [];
  await new Promise((resolve, reject) => {
    const run = autocannon({ ...load, ...target }, (error, result) => {
      if (error) return reject(error);
      const bad = result.non2xx + result.errors;
      return bad > 0 ? reject(new Error(`${bad} requests to ${target.url} failed.`)) : resolve();
    });
    run.on("response", (_client, _status, _bytes, time) => times.push(time));
  });
  return times;
}
