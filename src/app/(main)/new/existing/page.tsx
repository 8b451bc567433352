import type { Metadata } from "next";
import { BringProject } from "@/modules/deployment/ui/existing/bring-project";
import { pageCtx } from "@/modules/identity";
import { listProjects } from "@/modules/projects";

export const metadata: Metadata = { title: "Bring a project" };

export default async function BringProjectPage() {
  const projects = await listProjects(await pageCtx());
  return <BringProject taken={projects.map(({ name }) => name)} />;
}
