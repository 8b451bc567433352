import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { ProjectList } from "@/modules/projects/ui/project-list";
import { ButtonLink } from "@/ui/button";
import { Page, PageHeader } from "@/ui/page-header";

export const metadata: Metadata = { title: "Projects" };

export default function ProjectsPage() {
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
      <ProjectList />
    </Page>
  );
}
