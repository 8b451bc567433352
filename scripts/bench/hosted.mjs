import { followDeployment, mutate, query } from "../shared/berth-client.mjs";
import { groupMemory } from "./memory.mjs";
import { percentile } from "./statistics.mjs";

export const title = "50 deployments at once to stand-ins of Vercel, Railway and Render";

const count = 50;
const statePaceMs = 600;
const platforms = ["vercel", "railway", "render"];

export async function measure(bench) {
  const { startEmulators } = await bench.load("e2e/emulators/main.ts");
  const { standIns, close } = await startEmulators({ all: { outcomes: [{ result: "success", statePaceMs }] } });
  bench.atEnd(close);
  const env = Object.assign({}, ...standIns.map(({ environment }) => environment));
  const berth = await bench.newBerth("hosted", env);
  for (const { connectAs, goodToken } of standIns) if (connectAs) await connect(berth, connectAs, goodToken);
  // What is loaded at the first deployment to a platform is no growth of the many.
  await Promise.all(platforms.map((platform) => deploy(berth, platform, `warm-${platform}`)));
  const memory = watchMemory(berth.pid);
  const startedAt = performance.now();
  const runs = await Promise.all(
    Array.from({ length: count }, (_, index) => deploy(berth, platforms[index % platforms.length], `load-${index}`)),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const grownMb = memory.stop();
  const latencies = runs.flatMap((run) => run.latencies);
  const events = runs.reduce((sum, run) => sum + run.events, 0);
  const note = `all ${count} succeeded in ${seconds.toFixed(0)} s, ${events} events in ${count} streams, none lost`;
  return [
    { figure: `${title}, event to client, p95`, unit: "ms", value: percentile(latencies, 0.95), limit: 150, note },
    {
      figure: `${title}, growth of memory`,
      unit: "MB",
      value: grownMb,
      limit: 150,
      note: "peak above idle, all processes",
    },
  ];
}

async function connect(berth, platform, token) {
  const asked = await mutate(berth, "platform.connect", { platform, token });
  if (asked.outcome !== "choose-team") return;
  await mutate(berth, "platform.connect", { platform, token, teamId: asked.teams[0].id });
}

/** Deploys a new app and follows it; throws unless it succeeded and every event came, once and in order. */
async function deploy(berth, platform, name) {
  const project = await mutate(berth, "project.create", { name, config: { name } });
  const { id } = await mutate(berth, "deployment.start", { projectId: project.id, platform, timeoutSeconds: 600 });
  const openedAt = Date.now();
  const latencies = [];
  const onEvent = ({ at }) => {
    // What was stored before this stream was open is a replay.
    if (Date.parse(at) > openedAt + 100) latencies.push(Date.now() - Date.parse(at));
  };
  const events = await followDeployment(berth, id, { onEvent });
  const detail = await query(berth, "deployment.get", { id });
  if (detail.status !== "succeeded") throw new Error(`${platform}: ${detail.error?.message ?? detail.status}`);
  const isWhole = events.every(({ seq }, index) => seq === index + 1) && events.length === detail.eventCount;
  if (!isWhole) throw new Error(`${platform}: ${events.length} of ${detail.eventCount} events came, or out of order.`);
  return { latencies, events: events.length };
}

/** Bytes in use now and at the highest, looked at twice a second. */
function watchMemory(pid) {
  const used = () => groupMemory(pid).reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  const before = used();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, used());
  }, 500);
  return {
    stop() {
      clearInterval(timer);
      return Math.max(peak, used()) - before;
    },
  };
}
