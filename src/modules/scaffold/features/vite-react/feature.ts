import { versions } from "../../catalog/versions";
import type { Feature, Slots, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { renderServer } from "../hono/server";
import { renderHome } from "./home";
import { renderLayout } from "./layout";
import { renderPages } from "./pages";
import { serverVariant } from "./server";
import { renderSettings } from "./settings";

export const viteReact: Feature = {
  id: "vite-react",
  isChosen: (config) => config.framework === "vite-react",
  variables: () => [],
  render: renderViteReactProject,
  contribute: () => ({
    dependencies: [
      "@fontsource-variable/geist",
      "@fontsource-variable/geist-mono",
      "@hono/node-server",
      "hono",
      "react",
      "react-dom",
      "react-router",
      "zod",
    ],
    devDependencies: [
      "@hono/vite-dev-server",
      "@tailwindcss/vite",
      "@types/node",
      "@types/react",
      "@types/react-dom",
      "@vitejs/plugin-react",
      "tailwindcss",
      "typescript",
      "vite",
    ],
    scripts: {
      dev: "vite",
      build: "vite build && vite build --ssr src/server.ts",
      start: "node --env-file-if-exists=.env.local dist/server/server.js",
      typecheck: "tsc --noEmit",
    },
    stack: [
      { name: "React", version: versions.react },
      { name: "React Router", version: versions["react-router"] },
      { name: "Hono", version: versions.hono },
      { name: "Vite", version: versions.vite },
      { name: "TypeScript", version: versions.typescript },
      { name: "Tailwind CSS", version: versions.tailwindcss },
    ],
    components: ["button", "link", "page-shell"],
    landmarks: [
      { path: "src/pages/home.tsx", purpose: "The home page." },
      { path: "src/router.tsx", purpose: "Every page and its address." },
      { path: "src/routes.ts", purpose: "Every endpoint of the server." },
      { path: "src/styles.css", purpose: "The colours of both themes." },
      { path: "src/env.ts", purpose: "Every environment variable the server reads." },
      { path: "src/health.ts", purpose: "What /api/health looks at." },
    ],
    ignoredPaths: ["/dist"],
  }),
};

function renderViteReactProject(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  return [
    ...renderSettings(config),
    ...renderServer(slots, serverVariant(config)),
    ...renderLayout(config, slots),
    ...renderPages(slots),
    ...renderHome(config, slots),
  ];
}
