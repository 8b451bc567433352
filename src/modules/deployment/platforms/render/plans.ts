/** A price with the place and the day it was read, since prices change. */
interface Plan {
  id: string;
  label: string;
  memory: string;
  cpu: string;
  /** US dollars a month and instance, billed by the second while it is not suspended. */
  monthlyPrice: number;
}

/** Prices of Render, as https://render.com/pricing had them. */
export const renderPrices = {
  source: "https://render.com/pricing",
  readOn: "2026-05-04",
  currency: "USD",
  services: [
    { id: "starter", label: "Starter", memory: "512 MB", cpu: "0.5", monthlyPrice: 7 },
    { id: "standard", label: "Standard", memory: "2 GB", cpu: "1", monthlyPrice: 25 },
    { id: "pro", label: "Pro", memory: "4 GB", cpu: "2", monthlyPrice: 85 },
  ],
  databases: [{ id: "basic_256mb", label: "Basic 256 MB", memory: "256 MB", cpu: "0.1", monthlyPrice: 6 }],
  /** A month and gigabyte of a database's disk. */
  databaseStorage: 0.3,
} as const satisfies {
  services: readonly Plan[];
  databases: readonly Plan[];
  [key: string]: unknown;
};

/** The smallest plan the API makes services on: it refuses the free one, which is for the dashboard only. */
export const defaultPlan = renderPrices.services[0];
export const defaultDatabasePlan = renderPrices.databases[0];

/** PostgreSQL that Render has and generated projects are proven with. */
export const databaseVersion = "17";
