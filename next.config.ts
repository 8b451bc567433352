import path from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  turbopack: { root: path.resolve(import.meta.dirname) },
  // Drivers with WASM or native parts are loaded from node_modules at run time, not bundled.
  // So are the lists of frameworks and Git, which only detection needs.
  serverExternalPackages: [
    "@electric-sql/pglite",
    "pg-boss",
    "postgres",
    "pino",
    "prom-client",
    "pidusage",
    "httpxy",
    "@vercel/frameworks",
    "@vercel/fs-detectors",
    "isomorphic-git",
    "@secretlint/core",
    "@secretlint/secretlint-rule-preset-recommend",
    "@secretlint/profiler",
  ],
  // `npm run verify` checks the types; nobody who starts Berth should wait for that.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    authInterrupts: true,
    // Next cuts longer bodies off without a word; what is too large is the routes' own to say. Backups are the largest.
    proxyClientMaxBodySize: "257mb",
  },
  // The proxy sets the headers of every other answer.
  headers: async () => [{ source: "/_next/:path*", headers: [{ key: "X-Content-Type-Options", value: "nosniff" }] }],
  rewrites: async () => [
    { source: "/healthz", destination: "/api/health" },
    { source: "/readyz", destination: "/api/ready" },
    { source: "/metrics", destination: "/api/metrics" },
  ],
};

export default config;
