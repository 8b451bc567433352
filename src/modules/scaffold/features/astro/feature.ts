import { versions } from "../../catalog/versions";
import type { Feature } from "../../engine/feature";
import { renderAstroProject } from "./render";

export const astro: Feature = {
  id: "astro",
  isChosen: (config) => config.framework === "astro",
  variables: () => [],
  render: renderAstroProject,
  contribute: () => ({
    dependencies: [
      "@astrojs/node",
      "@astrojs/react",
      "@fontsource-variable/geist",
      "@fontsource-variable/geist-mono",
      "astro",
      "react",
      "react-dom",
    ],
    devDependencies: [
      "@astrojs/check",
      "@tailwindcss/vite",
      "@types/node",
      "@types/react",
      "@types/react-dom",
      "tailwindcss",
      "typescript",
    ],
    scripts: {
      dev: "astro dev",
      build: "astro build",
      start: "node --env-file-if-exists=.env.local dist/server/entry.mjs",
      typecheck: "astro check --minimumSeverity warning",
    },
    stack: [
      { name: "Astro", version: versions.astro },
      { name: "React", version: versions.react },
      { name: "TypeScript", version: versions.typescript },
      { name: "Tailwind CSS", version: versions.tailwindcss },
    ],
    components: ["button", "link", "page-shell"],
    landmarks: [
      { path: "src/pages/index.astro", purpose: "The home page." },
      { path: "src/layouts/layout.astro", purpose: "The document around every page." },
      { path: "src/styles.css", purpose: "The colours of both themes." },
      { path: "src/env.ts", purpose: "Every environment variable the project reads." },
      { path: "src/health.ts", purpose: "What /api/health looks at." },
    ],
    ignoredPaths: ["/.astro", "/dist"],
  }),
};
