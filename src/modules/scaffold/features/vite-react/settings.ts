import type { TemplateFile } from "../../engine/feature";
import { toJson } from "../../engine/manifest";
import type { ScaffoldConfig } from "../../schema";
import { titleOf } from "../base/frameworks";
import { compilerOptions } from "../base/tsconfig";
import { viteServerOptions } from "../hono/server";

/** Configuration files of the tools, and the document that loads the app. */
export function renderSettings(config: ScaffoldConfig): TemplateFile[] {
  return [
    { path: "tsconfig.json", content: toJson(tsconfig) },
    { path: "vite.config.ts", content: viteConfig },
    { path: "index.html", content: document(config) },
  ];
}

const tsconfig = {
  compilerOptions: { ...compilerOptions, types: ["node", "vite/client"] },
  include: ["src", "vite.config.ts"],
};

const viteConfig = `import { existsSync } from "node:fs";
import devServer from "@hono/vite-dev-server";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

if (existsSync(".env.local")) process.loadEnvFile(".env.local");

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    react(),
    tailwindcss(),
    // The API answers on the same port; everything else is Vite's.
    devServer({ entry: "src/dev.ts", export: "app", exclude: [/^\\/(?!api\\/)/] }),
  ],
  resolve: { tsconfigPaths: true },
  // The files of public/ belong to the client alone.
  build: { outDir: isSsrBuild ? "dist/server" : "dist/client", copyPublicDir: !isSsrBuild },
${viteServerOptions}
}));
`;

function document(config: ScaffoldConfig): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="description" content="${titleOf(config)}, built with React." />
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <title>${titleOf(config)}</title>
  </head>
  <body class="font-sans">
    <div id="root" class="flex min-h-dvh flex-col"></div>
    <script type="module" src="/src/main.tsx"></script>
  </body>
</html>
`;
}
