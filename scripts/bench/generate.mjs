import { largest } from "./largest.mjs";
import { median, timed } from "./statistics.mjs";

const usual = { database: "drizzle-postgres", auth: "nextauth", authProviders: ["credentials"] };

export const title = "generate() of next + drizzle-postgres + nextauth";

const runs = 200;

export async function measure(bench) {
  const { generate, parseConfig } = await bench.load("src/modules/scaffold/pure.ts");
  const measured = async (figure, stack, limit) => {
    const times = [];
    for (let run = 0; run < runs + 20; run += 1) {
      const config = parseConfig({ name: `bench-${run}`, ...stack });
      const time = await timed(() => generate(config));
      if (run >= 20) times.push(time);
    }
    const { length } = await generate(parseConfig({ name: "bench", ...stack }));
    const note = `median of ${runs}, another name each time; ${length} files`;
    return { figure, unit: "ms", value: median(times), limit, note };
  };
  return [await measured(title, usual, 10), await measured("generate() of the largest configuration", largest, 15)];
}
