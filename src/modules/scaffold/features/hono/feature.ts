import { versions } from "../../catalog/versions";
import type { Feature, Slots, TemplateFile } from "../../engine/feature";
import { toJson } from "../../engine/manifest";
import type { ScaffoldConfig } from "../../schema";
import { icon } from "../base/frameworks";
import { globalStyles } from "../base/styles";
import { compilerOptions } from "../base/tsconfig";
import { appModule } from "./app";
import { renderHome } from "./home";
import { renderServer, viteServerOptions } from "./server";

export const hono: Feature = {
  id: "hono",
  isChosen: (config) => config.framework === "hono",
  variables: () => [],
  render: renderHonoProject,
  contribute: () => ({
    dependencies: ["@fontsource-variable/geist", "@fontsource-variable/geist-mono", "@hono/node-server", "hono"],
    devDependencies: ["@hono/vite-dev-server", "@tailwindcss/vite", "@types/node", "tailwindcss", "typescript", "vite"],
    scripts: {
      dev: "vite",
      build: "vite build --ssr src/server.ts",
      start: "node --env-file-if-exists=.env.local dist/server.js",
      typecheck: "tsc --noEmit",
    },
    stack: [
      { name: "Hono", version: versions.hono },
      { name: "Vite", version: versions.vite },
      { name: "TypeScript", version: versions.typescript },
      { name: "Tailwind CSS", version: versions.tailwindcss },
    ],
    landmarks: [
      { path: "src/routes.ts", purpose: "Every endpoint and who answers it." },
      { path: "src/app.tsx", purpose: "What stands around them: headers, limits, errors." },
      { path: "src/home.tsx", purpose: "This page." },
      { path: "src/styles.css", purpose: "The colours of both themes." },
      { path: "src/env.ts", purpose: "Every environment variable the project reads." },
      { path: "src/health.ts", purpose: "What /api/health looks at." },
    ],
    ignoredPaths: ["/dist"],
  }),
};

function renderHonoProject(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  return [
    ...renderServer(slots, { app: { path: "src/app.tsx", content: appModule(config) }, staticFiles }),
    ...renderHome(config, slots),
    { path: "src/styles.css", content: globalStyles(config) },
    { path: "public/icon.svg", content: icon(config) },
    { path: "tsconfig.json", content: toJson(tsconfig) },
    { path: "vite.config.ts", content: viteConfig },
  ];
}

const staticFiles = {
  imports: [{ name: "serveStatic", from: "@hono/node-server/serve-static" }],
  code: `app.get(
  "/assets/*",
  serveStatic({
    root: "./dist",
    onFound: (_path, c) => c.header("cache-control", "public, max-age=31536000, immutable"),
  }),
);
app.get("/icon.svg", serveStatic({ root: "./dist" }));
`,
};

const tsconfig = {
  compilerOptions: { ...compilerOptions, jsxImportSource: "hono/jsx", types: ["node", "vite/client"] },
  include: ["src", "vite.config.ts"],
};

const viteConfig = `import { existsSync } from "node:fs";
import devServer from "@hono/vite-dev-server";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

if (existsSync(".env.local")) process.loadEnvFile(".env.local");

export default defineConfig({
  plugins: [tailwindcss(), devServer({ entry: "src/dev.ts", export: "app" })],
  resolve: { tsconfigPaths: true },
  build: { outDir: "dist", ssrEmitAssets: true },
${viteServerOptions}
});
`;
