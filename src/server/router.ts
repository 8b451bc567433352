import { auditRouter } from "@/modules/audit/router";
import { connectionsRouter } from "@/modules/connections/router";
import { deploymentRouter, detectionRouter, platformRouter } from "@/modules/deployment/router";
import { environmentRouter } from "@/modules/environment/router";
import { identityRouter } from "@/modules/identity/router";
import { modelsRouter } from "@/modules/models/router";
import { notificationsRouter } from "@/modules/notifications/router";
import { projectRouter } from "@/modules/projects/router";
import { scaffoldRouter } from "@/modules/scaffold/router";
import { mergeRouters, router } from "./trpc";

/** Every procedure of Berth. */
export const appRouter = router({
  audit: auditRouter,
  deployment: deploymentRouter,
  environment: environmentRouter,
  identity: identityRouter,
  models: modelsRouter,
  notifications: notificationsRouter,
  platform: mergeRouters(platformRouter, connectionsRouter),
  project: projectRouter,
  scaffold: mergeRouters(scaffoldRouter, detectionRouter),
});

export type AppRouter = typeof appRouter;
