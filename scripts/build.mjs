// `npm run build`: the bundles of dist/ and the production build, when they are stale.
import { installPackages } from "./shared/install.mjs";
import { phase } from "./shared/phases.mjs";
import { buildIfStale } from "./shared/production-build.mjs";
import { runMain } from "./shared/script-error.mjs";

runMain(async () => {
  await phase("install", installPackages);
  await phase("build", buildIfStale);
});
