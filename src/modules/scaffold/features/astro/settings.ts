import type { TemplateFile } from "../../engine/feature";
import { toJson } from "../../engine/manifest";

/** Configuration of the tools, and the entry of the built server. */
export function renderSettings(): TemplateFile[] {
  return [
    { path: "tsconfig.json", content: toJson(tsconfig) },
    { path: "astro.config.ts", content: astroConfig },
    { path: "src/server.ts", content: serverEntry },
  ];
}

const tsconfig = {
  extends: "astro/tsconfigs/strict",
  compilerOptions: {
    noUncheckedIndexedAccess: true,
    noImplicitOverride: true,
    noFallthroughCasesInSwitch: true,
    allowJs: false,
    jsx: "react-jsx",
    jsxImportSource: "react",
    types: ["node"],
    paths: { "@/*": ["./src/*"] },
  },
  include: [".astro/types.d.ts", "**/*.ts", "**/*.tsx", "**/*.astro"],
  exclude: ["dist", "node_modules"],
};

const astroConfig = `import { existsSync } from "node:fs";
import node, { getAdapter } from "@astrojs/node";
import react from "@astrojs/react";
import tailwindcss from "@tailwindcss/vite";
import type { AstroIntegration } from "astro";
import { defineConfig } from "astro/config";

if (existsSync(".env.local")) process.loadEnvFile(".env.local");

/** Runs src/start.ts when the server starts: the build begins at src/server.ts, development loads it by itself. */
const lifecycle: AstroIntegration = {
  name: "lifecycle",
  hooks: {
    "astro:config:done": ({ setAdapter }) => {
      const serverEntrypoint = new URL("./src/server.ts", import.meta.url);
      setAdapter({ ...getAdapter({ staticHeaders: false }), serverEntrypoint });
    },
    "astro:server:setup": async ({ server }) => {
      const { start } = await server.ssrLoadModule("/src/start.ts");
      await start();
    },
  },
};

export default defineConfig({
  output: "server",
  // As middleware it leaves listening, and with it an orderly stop, to src/server.ts.
  adapter: node({ mode: "middleware" }),
  integrations: [react(), lifecycle],
  session: false,
  server: ({ command }) => ({ port: 3000, host: command !== "dev" }),
  // Behind a proxy the address people see comes in forwarded headers; without them its own forms look cross-site.
  security: { allowedDomains: [{}] },
  devToolbar: { enabled: false },
  vite: { plugins: [tailwindcss()] },
});
`;

const serverEntry = `import { startServer } from "@astrojs/node/server.js";
import { start, stop } from "./start";

await start();
const { server: http } = startServer().server;

const securityHeaders = new Map([
  ["Referrer-Policy", "strict-origin-when-cross-origin"],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
]);
http.prependListener("request", (_request, response) => response.setHeaders(securityHeaders));

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => http.close(() => void stop().finally(() => process.exit())));
}
`;
