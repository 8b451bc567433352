import { environmentRouter } from "@/modules/environment/router";
import { identityRouter } from "@/modules/identity/router";
import { projectRouter } from "@/modules/projects/router";
import { router } from "./trpc";

/** Every procedure of Berth. */
export const appRouter = router({
  environment: environmentRouter,
  identity: identityRouter,
  project: projectRouter,
});

export type AppRouter = typeof appRouter;
