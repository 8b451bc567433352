export { onProjectDelete } from "./delete-hooks";
export { createProject, deleteProject, findProject, getProject, listProjects } from "./service";
