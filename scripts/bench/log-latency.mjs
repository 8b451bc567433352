import { get } from "node:http";
import { strToU8, zipSync } from "fflate";
import { bearer, followDeployment, mutate } from "../shared/berth-client.mjs";
import { signedInPage } from "./browser.mjs";
import { percentile } from "./statistics.mjs";

export const title = "Line written by the build to line in the browser, p95";

const lines = 200;
const pauseMs = 50;
const ticker = `
await new Promise((resolve) => setTimeout(resolve, 3000));
for (let line = 0; line < ${lines}; line += 1) {
  console.log("tick " + Date.now());
  await new Promise((resolve) => setTimeout(resolve, ${pauseMs}));
}
`;
const server = `
import { createServer } from "node:http";
createServer((request, response) => response.end("ok")).listen(Number(process.env.PORT), "127.0.0.1");
`;

export async function measure(bench) {
  const berth = await bench.berth();
  return [await measureViewers(bench, berth, 1, 50), await measureViewers(bench, berth, 200, 100)];
}

async function measureViewers(bench, berth, viewers, limit) {
  const id = await startTicking(berth, `ticks-${viewers}`);
  const page = await signedInPage(bench, berth);
  await watchPage(page, `${berth.url}/deployments/${id}`);
  const streams = Array.from({ length: viewers - 1 }, () => watchStream(berth, id));
  await followDeployment(berth, id);
  await page.waitForTimeout(500);
  const seen = await page.evaluate(() => window.seenTicks);
  await page.context().close();
  const others = streams.flatMap((stream) => stream.stop());
  if (seen.length < lines * 0.95) throw new Error(`The page showed ${seen.length} of ${lines} lines.`);
  if (others.length < lines * (viewers - 1) * 0.95)
    throw new Error(`The other viewers got only ${others.length} lines.`);
  const value = Math.max(percentile(seen, 0.95), others.length > 0 ? percentile(others, 0.95) : 0);
  const who = viewers === 1 ? "one browser" : `one browser and ${viewers - 1} event streams, the slower p95 of the two`;
  return {
    figure: `${title}, ${viewers} viewer${viewers === 1 ? "" : "s"}`,
    unit: "ms",
    value,
    limit,
    note: `${lines} lines, one each ${pauseMs} ms, seen in the page by ${who}`,
  };
}

/** Deploys a project whose build prints the time, line by line. */
async function startTicking(berth, name) {
  const manifest = {
    name,
    private: true,
    type: "module",
    scripts: { build: "node ticker.mjs", start: "node server.mjs" },
  };
  const files = {
    "package.json": JSON.stringify(manifest),
    "berth.json": "{}",
    "ticker.mjs": ticker,
    "server.mjs": server,
  };
  const zip = zipSync(Object.fromEntries(Object.entries(files).map(([file, text]) => [file, strToU8(text)])));
  const headers = { ...bearer(berth), "content-type": "application/zip" };
  const answer = await fetch(`${berth.url}/api/sources`, { method: "POST", headers, body: Buffer.from(zip) });
  if (!answer.ok) throw new Error(`/api/sources answered ${answer.status}: ${await answer.text()}`);
  const source = await answer.json();
  const project = await mutate(berth, "project.create", { name });
  const input = { projectId: project.id, platform: "local", sourceId: source.id };
  return (await mutate(berth, "deployment.start", input)).id;
}

/** Notes for each line how old it was when the page had it. */
async function watchPage(page, address) {
  await page.addInitScript(() => {
    const known = new Set();
    window.seenTicks = [];
    const look = (node) => {
      for (const [, text] of (node.textContent ?? "").matchAll(/tick (\d{13})/g)) {
        if (known.has(text)) continue;
        known.add(text);
        window.seenTicks.push(Date.now() - Number(text));
      }
    };
    new MutationObserver((changes) => {
      for (const { addedNodes, target } of changes) {
        for (const node of addedNodes) look(node);
        if (target.nodeType === Node.TEXT_NODE) look(target);
      }
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await page.goto(address);
}

/** One more viewer, as light as can be: reads the stream and notes the age of each line. */
function watchStream(berth, id) {
  const ages = [];
  const request = get(`${berth.url}/api/deployments/${id}/events`, { headers: bearer(berth), agent: false });
  request.on("error", () => undefined);
  request.on("response", (response) => {
    response.setEncoding("utf8");
    response.on("error", () => undefined);
    response.on("data", (text) => {
      const now = Date.now();
      for (const [, time] of text.matchAll(/tick (\d{13})/g)) ages.push(now - Number(time));
    });
  });
  return {
    stop() {
      request.destroy();
      return ages;
    },
  };
}
