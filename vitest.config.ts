import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = { "@": path.resolve(import.meta.dirname, "src") };
const databases = {
  globalSetup: ["src/server/testing/global-setup.ts"],
  provide: { testDatabaseUrl: process.env.TEST_DATABASE_URL },
  testTimeout: 60_000,
  hookTimeout: 120_000,
};

// Only when it is named: a token that happens to be in the environment is no wish to create things with it.
const isLive = process.argv.some((argument) => /^(--project=)?live$/.test(argument));
const live = { resolve: { alias }, test: { name: "live", include: ["e2e/live/*.test.ts"], testTimeout: 600_000 } };

// unit: no database, no server (part of verify). db: real PGlite and real PostgreSQL. chaos: the long matrices.
// live: the real platforms, with tokens from the environment; no part of `npm test`.
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["src/**/*.test.{ts,tsx}", "e2e/emulators/**/*.test.ts"],
          exclude: ["src/**/*.db.test.ts", "src/**/*.chaos.test.ts"],
          // Some start a real process, and machines are shared: a limit that only a hang reaches.
          testTimeout: 30_000,
        },
      },
      { resolve: { alias }, test: { name: "db", include: ["src/**/*.db.test.ts"], maxWorkers: 2, ...databases } },
      {
        resolve: { alias },
        test: { name: "chaos", include: ["src/**/*.chaos.test.ts"], fileParallelism: false, ...databases },
      },
      ...(isLive ? [live] : []),
    ],
  },
});
