import { versions } from "../../catalog/versions";
import type { Feature } from "../../engine/feature";
import { renderNextProject } from "./render";

export const next: Feature = {
  id: "next",
  isChosen: (config) => config.framework === "next",
  variables: () => [],
  render: renderNextProject,
  contribute: () => ({
    dependencies: ["geist", "next", "react", "react-dom"],
    devDependencies: [
      "@tailwindcss/postcss",
      "@types/node",
      "@types/react",
      "@types/react-dom",
      "tailwindcss",
      "typescript",
    ],
    scripts: {
      dev: "next dev",
      build: "next build",
      start: "next start",
      typecheck: "next typegen && tsc --noEmit",
    },
    stack: [
      { name: "Next.js", version: versions.next },
      { name: "React", version: versions.react },
      { name: "TypeScript", version: versions.typescript },
      { name: "Tailwind CSS", version: versions.tailwindcss },
    ],
    components: ["button", "page-shell"],
    ignoredPaths: ["/.next", "/out", "next-env.d.ts"],
    landmarks: [
      { path: "src/app/page.tsx", purpose: "The home page." },
      { path: "src/app/globals.css", purpose: "The colours of both themes." },
      { path: "src/env.ts", purpose: "Every environment variable the project reads." },
      { path: "src/health.ts", purpose: "What /api/health looks at." },
    ],
  }),
};
