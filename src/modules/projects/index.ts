export { onProjectDelete, type ProjectDeleteHook } from "./delete-hooks";
export { createProject, deleteProject, ensureProject, findProject, getProject, listProjects } from "./service";
