import type { Platform } from "../schema";

/** What an app costs at least, as the platform's price list had it. US dollars without tax. */
export interface CostEstimate {
  monthlyUsd: { from: number; to: number };
  /** What the figure is made of, in one sentence. */
  basis: string;
  /** Where the prices stand, and the day they were read. */
  source: string;
  asOf: string;
  /** Something is charged from the first minute, so people are asked first. */
  isBillable: boolean;
}

interface PriceList {
  source: string;
  asOf: string;
  estimate(use: Use): Omit<CostEstimate, "source" | "asOf">;
}

/** What is paid for: copies of the app, and a database of the platform beside it. */
export interface Use {
  instances: number;
  hasDatabase: boolean;
}

/** A small Node app at rest and under some load: 0.05 to 0.5 vCPU, 0.25 to 0.5 GB. */
const small = { cpu: [0.05, 0.5], memory: [0.25, 0.5] } as const;

const priceLists: Record<Exclude<Platform, "local">, PriceList> = {
  vercel: {
    source: "https://vercel.com/pricing",
    asOf: "2026-07-01",
    estimate: () => ({
      monthlyUsd: { from: 0, to: 20 },
      basis:
        "Nothing on Hobby, which is for personal use; $20 for each member on Pro, with usage included up to its limits.",
      isBillable: false,
    }),
  },
  railway: {
    source: "https://railway.com/pricing",
    asOf: "2026-07-02",
    estimate: ({ instances, hasDatabase }) => {
      const running = instances + (hasDatabase ? 1 : 0);
      const cost = (end: 0 | 1) => Math.round(running * (small.cpu[end] * 20 + small.memory[end] * 10));
      return {
        monthlyUsd: { from: Math.max(5, cost(0)), to: Math.max(5, cost(1)) },
        basis: `${count(running, "service")} of a small app at $20 a vCPU and $10 a GB a month; the $5 of the Hobby plan are counted against it.`,
        isBillable: true,
      };
    },
  },
  render: {
    source: "https://render.com/pricing",
    asOf: "2026-07-01",
    estimate: ({ instances, hasDatabase }) => {
      const total = instances * 7 + (hasDatabase ? 6 : 0);
      return {
        monthlyUsd: { from: total, to: total },
        basis: `${count(instances, "instance")} of the Starter plan at $7${hasDatabase ? ", and a Basic database at $6" : ""}. The API takes no free services.`,
        isBillable: true,
      };
    },
  },
};

/** What an app on a platform costs a month; undefined on this machine. */
export function estimateCost(platform: Platform, use: Use): CostEstimate | undefined {
  if (platform === "local") return undefined;
  const { source, asOf, estimate } = priceLists[platform];
  return { ...estimate(use), source, asOf };
}

/** "$7", or "$5 to $30". */
export function monthlyText({ monthlyUsd: { from, to } }: Pick<CostEstimate, "monthlyUsd">): string {
  return from === to ? `$${from}` : `$${from} to $${to}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
