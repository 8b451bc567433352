import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { pageCtx } from "@/modules/identity";
import { listProjects } from "@/modules/projects";
import { ProjectList } from "@/modules/projects/ui/project-list";
import { ButtonLink } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page-header";

export const metadata: Metadata = { title: "Projects" };

export default async function ProjectsPage() {
  const projects = await listProjects(await pageCtx());
  return (
    <Page>
      <PageHeader
        title="Projects"
        description="A stack, its variables and its deployments."
        actions={
          <ButtonLink href="/new" variant="primary">
            <Plus aria-hidden />
            New app
          </ButtonLink>
        }
      />
      <ProjectList initial={projects} />
    </Page>
  );
}
