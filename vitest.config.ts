import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = { "@": path.resolve(import.meta.dirname, "src") };
const testDatabaseUrl = process.env.TEST_DATABASE_URL;
const databases = {
  globalSetup: ["src/server/testing/global-setup.ts"],
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
      {
        resolve: { alias },
        test: {
          name: "db",
          include: ["src/**/*.db.test.ts"],
          maxWorkers: 2,
          provide: { testDatabaseUrl, matrix: "sample" },
          ...databases,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "chaos",
          include: ["src/**/*.chaos.test.ts", "src/modules/deployment/crash.db.test.ts"],
          fileParallelism: false,
          provide: { testDatabaseUrl, matrix: "whole" },
          ...databases,
        },
      },
      ...(isLive ? [live] : []),
    ],
  },
});
