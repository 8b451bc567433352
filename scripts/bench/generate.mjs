import { median, timed } from "./statistics.mjs";

export const title = "generate() of next + drizzle-postgres + nextauth";

const runs = 200;

export async function measure(bench) {
  const { generate, parseConfig } = await bench.load("src/modules/scaffold/pure.ts");
  const stack = { database: "drizzle-postgres", auth: "nextauth", authProviders: ["credentials"] };
  const times = [];
  for (let run = 0; run < runs + 20; run += 1) {
    const config = parseConfig({ name: `bench-${run}`, ...stack });
    const time = await timed(() => generate(config));
    if (run >= 20) times.push(time);
  }
  return [
    { figure: title, unit: "ms", value: median(times), limit: 10, note: `median of ${runs}, another name each time` },
  ];
}
