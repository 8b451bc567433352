import type { Metadata } from "next";
import { AppList } from "@/modules/deployment/ui/app-list";
import { DeployProjectButton } from "@/modules/deployment/ui/deploy-project-button";
import { DeploymentList } from "@/modules/deployment/ui/deployment-list";
import { ProjectHeader } from "@/modules/projects/ui/project-header";
import { Page } from "@/ui/page-header";

export const metadata: Metadata = { title: "Project" };

export default async function ProjectPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Page>
      <ProjectHeader id={id} deployButton={<DeployProjectButton projectId={id} />}>
        <AppList projectId={id} />
        <h2 className="mb-3 text-sm font-medium">Deployments</h2>
        <DeploymentList projectId={id} />
      </ProjectHeader>
    </Page>
  );
}
