import { protectedProcedure, router } from "@/server/trpc";
import { compareEnvironments } from "./compare/compare";
import { copyVariables } from "./compare/copy";
import { CompareEnvironments, CopyVariables } from "./compare/schema";
import {
  activateConfiguration,
  createConfiguration,
  deleteConfiguration,
  listConfigurations,
  updateConfiguration,
} from "./configurations/configurations";
import {
  CreateConfiguration,
  ListConfigurations,
  NamedConfiguration,
  UpdateConfiguration,
} from "./configurations/schema";
import { TestValue } from "./live-tests/schema";
import { testValue } from "./live-tests/test-value";
import { resolveVariables } from "./references/resolve";
import {
  AllowReserved,
  CheckEnvironment,
  DescribeVariables,
  EnvironmentRef,
  ListVariables,
  RenameVariable,
  RevealVariable,
  SetVariables,
  UnsetVariables,
} from "./schema";
import {
  checkEnvironmentFor,
  getEnvironment,
  listEnvironments,
  listVariables,
  revealVariable,
  setVariables,
  unsetVariables,
} from "./service";
import { compareSaves } from "./snapshots/compare-saves";
import { listHistory } from "./snapshots/history";
import { restoreSnapshot } from "./snapshots/restore";
import { CompareSaves, ListHistory, RestoreSnapshot } from "./snapshots/schema";
import { ApplyTemplate, ListTemplates, RemoveTemplate, SaveTemplate } from "./templates/schema";
import { applyTemplate, listTemplates, removeTemplate, saveTemplate } from "./templates/templates";
import { ExportVariables, PreviewImport } from "./transfer/schema";
import { exportVariables, previewImport } from "./transfer/transfer";
import { checkStored } from "./usage/check-stored";
import { GetUsage } from "./usage/schema";
import { getUsage } from "./usage/usage";
import { describeVariables } from "./variables/describe";
import { renameVariable } from "./variables/rename";
import { allowReserved } from "./variables/reserved";
import { vaultRouter } from "./vault/router";

export const environmentRouter = router({
  vault: vaultRouter,
  // Mutations where values travel or are read: they must not stand in an address, nor be cached or prefetched.
  check: protectedProcedure.input(CheckEnvironment).mutation(({ ctx, input }) => checkEnvironmentFor(ctx, input)),
  environments: protectedProcedure
    .input(EnvironmentRef.pick({ projectId: true }))
    .query(({ ctx, input }) => listEnvironments(ctx, input)),
  current: protectedProcedure.input(ListVariables).query(({ ctx, input }) => getEnvironment(ctx, input)),
  list: protectedProcedure.input(ListVariables).query(({ ctx, input }) => listVariables(ctx, input)),
  set: protectedProcedure.input(SetVariables).mutation(({ ctx, input }) => setVariables(ctx, input)),
  unset: protectedProcedure.input(UnsetVariables).mutation(({ ctx, input }) => unsetVariables(ctx, input)),
  allowReserved: protectedProcedure.input(AllowReserved).mutation(({ ctx, input }) => allowReserved(ctx, input)),
  reveal: protectedProcedure.input(RevealVariable).mutation(({ ctx, input }) => revealVariable(ctx, input)),
  templates: protectedProcedure.input(ListTemplates).query(({ ctx, input }) => listTemplates(ctx, input)),
  applyTemplate: protectedProcedure.input(ApplyTemplate).mutation(({ ctx, input }) => applyTemplate(ctx, input)),
  saveTemplate: protectedProcedure.input(SaveTemplate).mutation(({ ctx, input }) => saveTemplate(ctx, input)),
  removeTemplate: protectedProcedure.input(RemoveTemplate).mutation(({ ctx, input }) => removeTemplate(ctx, input)),
  // A mutation although it changes nothing: what a large project reads is too long for an address.
  usage: protectedProcedure.input(GetUsage).mutation(({ ctx, input }) => getUsage(ctx, input)),
  checkStored: protectedProcedure.input(GetUsage).mutation(({ ctx, input }) => checkStored(ctx, input)),
  testValue: protectedProcedure.input(TestValue).mutation(({ ctx, input }) => testValue(ctx, input)),
  describe: protectedProcedure.input(DescribeVariables).mutation(({ ctx, input }) => describeVariables(ctx, input)),
  rename: protectedProcedure.input(RenameVariable).mutation(({ ctx, input }) => renameVariable(ctx, input)),
  history: protectedProcedure.input(ListHistory).query(({ ctx, input }) => listHistory(ctx, input)),
  compareSaves: protectedProcedure.input(CompareSaves).query(({ ctx, input }) => compareSaves(ctx, input)),
  restore: protectedProcedure.input(RestoreSnapshot).mutation(({ ctx, input }) => restoreSnapshot(ctx, input)),
  resolve: protectedProcedure.input(EnvironmentRef).query(({ ctx, input }) => resolveVariables(ctx, input)),
  compare: protectedProcedure.input(CompareEnvironments).query(({ ctx, input }) => compareEnvironments(ctx, input)),
  copy: protectedProcedure.input(CopyVariables).mutation(({ ctx, input }) => copyVariables(ctx, input)),
  configurations: protectedProcedure
    .input(ListConfigurations)
    .query(({ ctx, input }) => listConfigurations(ctx, input)),
  createConfiguration: protectedProcedure
    .input(CreateConfiguration)
    .mutation(({ ctx, input }) => createConfiguration(ctx, input)),
  updateConfiguration: protectedProcedure
    .input(UpdateConfiguration)
    .mutation(({ ctx, input }) => updateConfiguration(ctx, input)),
  activateConfiguration: protectedProcedure
    .input(NamedConfiguration)
    .mutation(({ ctx, input }) => activateConfiguration(ctx, input)),
  deleteConfiguration: protectedProcedure
    .input(NamedConfiguration)
    .mutation(({ ctx, input }) => deleteConfiguration(ctx, input)),
  import: protectedProcedure.input(PreviewImport).mutation(({ ctx, input }) => previewImport(ctx, input)),
  export: protectedProcedure.input(ExportVariables).mutation(({ ctx, input }) => exportVariables(ctx, input)),
});
