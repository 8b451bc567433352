import { tracked } from "@trpc/server";
import { protectedProcedure, router } from "@/server/trpc";
import { watchAppMetrics } from "./app-metrics";
import { approveDeployment } from "./approve";
import { deleteApp, getApp, listApps, startApp, stopApp } from "./apps";
import { checkProject, getProjectUsage } from "./environment-usage";
import { explainFailure } from "./explain";
import { deleteHostedApp, getHostedApp, listHostedApps, pauseHostedApp, resumeHostedApp } from "./hosted/apps";
import { compareDeployments } from "./hosted/compare";
import { addDomain, listDomains, removeDomain, verifyDomain } from "./hosted/domains";
import { getScale, getUsage, setScale } from "./hosted/scale";
import { AddDomain, CompareDeployments, DomainRef, HostedAppRef, SetScale } from "./hosted/shapes";
import { promoteDeployment, redeployDeployment, retryDeployment, rollbackDeployment } from "./lifecycle/again";
import { getDeploySettings, setDeploySettings } from "./lifecycle/settings";
import { listPlatforms } from "./platforms/registry";
import { listConnectionUsage } from "./platforms/usage";
import { getDeployment, listDeployments, watchDeployment } from "./queries";
import { listRepositories } from "./repository/account";
import { pushToGithub } from "./repository/push";
import {
  AppRef,
  DeploymentRef,
  ListDeployments,
  ListRepositories,
  ProjectRef,
  PushToGithub,
  RedeployDeployment,
  RepositoryRef,
  RetryDeployment,
  RetryWithVariables,
  SetDeploySettings,
  SourceRef,
  StartDeployment,
  StartDeployments,
  UsageRef,
  WatchDeployment,
} from "./schema";
import { cancelDeployment, startDeployment, startDeployments } from "./service";
import { setVariablesAndRetry } from "./set-and-retry";
import { detectRepository, detectSource } from "./sources/detection";
import { applySync } from "./sync/apply";
import { listChangedValues } from "./sync/changed-values";
import { planSync } from "./sync/plan";
import { reloadApps } from "./sync/reload";
import { ApplySync, ReloadApps, SyncScope, SyncTargetRef } from "./sync/schema";
import { listSyncTargets } from "./sync/targets";

/** What can be done with an app on a hosting platform after it was deployed. */
const hostedRouter = router({
  list: protectedProcedure.query(({ ctx }) => listHostedApps(ctx)),
  get: protectedProcedure.input(HostedAppRef).query(({ ctx, input }) => getHostedApp(ctx, input)),
  pause: protectedProcedure.input(HostedAppRef).mutation(({ ctx, input }) => pauseHostedApp(ctx, input)),
  resume: protectedProcedure.input(HostedAppRef).mutation(({ ctx, input }) => resumeHostedApp(ctx, input)),
  delete: protectedProcedure.input(HostedAppRef).mutation(({ ctx, input }) => deleteHostedApp(ctx, input)),
  domains: protectedProcedure.input(HostedAppRef).query(({ ctx, input }) => listDomains(ctx, input)),
  addDomain: protectedProcedure.input(AddDomain).mutation(({ ctx, input }) => addDomain(ctx, input)),
  verifyDomain: protectedProcedure.input(DomainRef).mutation(({ ctx, input }) => verifyDomain(ctx, input)),
  removeDomain: protectedProcedure.input(DomainRef).mutation(({ ctx, input }) => removeDomain(ctx, input)),
  scale: protectedProcedure.input(HostedAppRef).query(({ ctx, input }) => getScale(ctx, input)),
  setScale: protectedProcedure.input(SetScale).mutation(({ ctx, input }) => setScale(ctx, input)),
  usage: protectedProcedure.input(HostedAppRef).query(({ ctx, input }) => getUsage(ctx, input)),
});

/** The environment of a project, where its apps run. */
const syncRouter = router({
  targets: protectedProcedure.input(SyncScope).query(({ ctx, input }) => listSyncTargets(ctx, input)),
  plan: protectedProcedure.input(SyncTargetRef).query(({ ctx, input }) => planSync(ctx, input)),
  // tRPC keeps the name `apply` to itself.
  applyPlan: protectedProcedure.input(ApplySync).mutation(({ ctx, input }) => applySync(ctx, input)),
});

export const deploymentRouter = router({
  start: protectedProcedure.input(StartDeployment).mutation(({ ctx, input }) => startDeployment(ctx, input)),
  startAll: protectedProcedure.input(StartDeployments).mutation(({ ctx, input }) => startDeployments(ctx, input)),
  list: protectedProcedure.input(ListDeployments).query(({ ctx, input }) => listDeployments(ctx, input)),
  get: protectedProcedure.input(DeploymentRef).query(({ ctx, input }) => getDeployment(ctx, input)),
  checkEnvironment: protectedProcedure.input(UsageRef).mutation(({ ctx, input }) => checkProject(ctx, input)),
  environmentUsage: protectedProcedure.input(UsageRef).query(({ ctx, input }) => getProjectUsage(ctx, input)),
  approve: protectedProcedure.input(DeploymentRef).mutation(({ ctx, input }) => approveDeployment(ctx, input)),
  // A mutation although it changes nothing: it costs money, so it is never repeated or prefetched.
  explain: protectedProcedure.input(DeploymentRef).mutation(({ ctx, input }) => explainFailure(ctx, input)),
  cancel: protectedProcedure.input(DeploymentRef).mutation(({ ctx, input }) => cancelDeployment(ctx, input)),
  retry: protectedProcedure.input(RetryDeployment).mutation(({ ctx, input }) => retryDeployment(ctx, input)),
  retryWith: protectedProcedure
    .input(RetryWithVariables)
    .mutation(({ ctx, input }) => setVariablesAndRetry(ctx, input)),
  redeploy: protectedProcedure.input(RedeployDeployment).mutation(({ ctx, input }) => redeployDeployment(ctx, input)),
  reload: protectedProcedure.input(ReloadApps).mutation(({ ctx, input }) => reloadApps(ctx, input)),
  promote: protectedProcedure.input(DeploymentRef).mutation(({ ctx, input }) => promoteDeployment(ctx, input)),
  rollback: protectedProcedure.input(DeploymentRef).mutation(({ ctx, input }) => rollbackDeployment(ctx, input)),
  pushToGithub: protectedProcedure.input(PushToGithub).mutation(({ ctx, input }) => pushToGithub(ctx, input)),
  settings: protectedProcedure.input(ProjectRef).query(({ ctx, input }) => getDeploySettings(ctx, input)),
  setSettings: protectedProcedure.input(SetDeploySettings).mutation(({ ctx, input }) => setDeploySettings(ctx, input)),
  events: protectedProcedure.input(WatchDeployment).subscription(async function* ({ ctx, input, signal }) {
    const watching = { ...ctx, signal: signal ?? ctx.signal };
    const after = Number(input.lastEventId ?? 0);
    for await (const event of await watchDeployment(watching, { id: input.id, after })) {
      yield tracked(String(event.seq), event);
    }
  }),
  compare: protectedProcedure.input(CompareDeployments).query(({ ctx, input }) => compareDeployments(ctx, input)),
  hosted: hostedRouter,
  sync: syncRouter,
  apps: protectedProcedure.query(({ ctx }) => listApps(ctx)),
  app: protectedProcedure.input(AppRef).query(({ ctx, input }) => getApp(ctx, input)),
  changedValues: protectedProcedure.input(AppRef).query(({ ctx, input }) => listChangedValues(ctx, input)),
  stopApp: protectedProcedure.input(AppRef).mutation(({ ctx, input }) => stopApp(ctx, input)),
  startApp: protectedProcedure.input(AppRef).mutation(({ ctx, input }) => startApp(ctx, input)),
  deleteApp: protectedProcedure.input(AppRef).mutation(({ ctx, input }) => deleteApp(ctx, input)),
  appMetrics: protectedProcedure.input(AppRef).subscription(async function* ({ ctx, input, signal }) {
    yield* await watchAppMetrics({ ...ctx, signal: signal ?? ctx.signal }, input);
  }),
});

export const platformRouter = router({
  list: protectedProcedure.query(({ ctx }) => listPlatforms(ctx)),
  usage: protectedProcedure.query(({ ctx }) => listConnectionUsage(ctx)),
  repositories: protectedProcedure.input(ListRepositories).query(({ ctx, input }) => listRepositories(ctx, input)),
});

/** The procedures of `scaffold` that need uploaded files, which this module keeps. */
export const detectionRouter = router({
  detectSource: protectedProcedure.input(SourceRef).mutation(({ ctx, input }) => detectSource(ctx, input)),
  detectRepository: protectedProcedure.input(RepositoryRef).mutation(({ ctx, input }) => detectRepository(ctx, input)),
});
