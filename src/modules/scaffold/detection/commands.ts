import type { ProjectCommands } from "./detected";
import type { DetectedFramework } from "./framework";
import type { Manifest } from "./manifest";

const onGivenPort = "--host 127.0.0.1 --port $PORT";

/** How a framework's own production server is started where a project has no start script for it. */
const serverOf: Readonly<Record<string, string>> = {
  next: "next start",
  nuxt: "node .output/server/index.mjs",
  nitro: "node .output/server/index.mjs",
  remix: "remix-serve ./build/server/index.js",
  "react-router": "react-router-serve ./build/server/index.js",
  nestjs: "node dist/main",
  astro: `astro preview ${onGivenPort}`,
  sveltekit: `vite preview ${onGivenPort}`,
  vite: `vite preview ${onGivenPort}`,
  "vite-react": `vite preview ${onGivenPort}`,
};

/** The commands of a package: its own scripts, else what is usual for its framework. */
export function commandsOf(manifest: Manifest | undefined, framework: DetectedFramework | undefined): ProjectCommands {
  if (!manifest) return {};
  const usual = framework?.record.settings.buildCommand.value ?? undefined;
  const isServerOnly = framework !== undefined && usual === undefined;
  const build = manifest.scripts.build ?? (isServerOnly ? undefined : usual);
  // A vite or Astro app made for a Node server has its own entry, which only its start script knows.
  const start = manifest.scripts.start ?? serverOf[framework?.name ?? ""];
  return { ...(build ? { build } : {}), ...(start ? { start } : {}) };
}
