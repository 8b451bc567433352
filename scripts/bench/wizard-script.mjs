import { gzipSync } from "node:zlib";
import { signedInPage } from "./browser.mjs";

export const title = "JavaScript of the wizard's first load";

export async function measure(bench) {
  const berth = await bench.berth();
  const context = (await signedInPage(bench, berth)).context();
  const page = await context.newPage();
  const loaded = new Set();
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith(".js")) loaded.add(pathname);
  });
  const html = await (await context.request.get(`${berth.url}/new`)).text();
  // Scripts marked noModule are the polyfills, which today's browsers leave alone.
  const named = [...html.matchAll(/<script[^>]*\ssrc="([^"?]+\.js)[^"]*"[^>]*>/g)]
    .filter(([tag]) => !/nomodule/i.test(tag))
    .map(([, source]) => source);
  const preloaded = [...html.matchAll(/<link[^>]*as="script"[^>]*href="([^"?]+\.js)/g)].map(([, source]) => source);
  const first = new Set([...named, ...preloaded]);
  await page.goto(`${berth.url}/new`);
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(2_000);
  const sizes = new Map();
  for (const name of new Set([...first, ...loaded])) {
    sizes.set(name, gzipSync(await (await context.request.get(berth.url + name)).body()).length);
  }
  await context.close();
  const sum = (isWanted) => [...sizes].reduce((total, [name, size]) => total + (isWanted(name) ? size : 0), 0) / 1000;
  const value = sum((name) => first.has(name));
  if (value === 0) throw new Error("No script of the page was seen.");
  const lazy = sum((name) => !first.has(name));
  return [
    {
      figure: title,
      unit: "kB gzip",
      value,
      limit: 250,
      note: `${first.size} files without polyfills; ${lazy.toFixed(0)} kB (generator, preview) follow after the page stands`,
    },
  ];
}
