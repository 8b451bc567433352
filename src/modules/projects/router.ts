import { protectedProcedure, router } from "@/server/trpc";
import { CreateProject, ProjectId } from "./schema";
import { createProject, deleteProject, ensureProject, getProject, listProjects } from "./service";

export const projectRouter = router({
  list: protectedProcedure.query(({ ctx }) => listProjects(ctx)),
  get: protectedProcedure.input(ProjectId).query(({ ctx, input }) => getProject(ctx, input)),
  create: protectedProcedure.input(CreateProject).mutation(({ ctx, input }) => createProject(ctx, input)),
  ensure: protectedProcedure.input(CreateProject).mutation(({ ctx, input }) => ensureProject(ctx, input)),
  delete: protectedProcedure.input(ProjectId).mutation(({ ctx, input }) => deleteProject(ctx, input)),
});
