import type { Metadata } from "next";
import { AppList } from "@/modules/deployment/ui/app-list";
import { DeployProjectButton } from "@/modules/deployment/ui/deploy-project-button";
import { DeploymentList } from "@/modules/deployment/ui/deployment-list";
import { HostedAppList } from "@/modules/deployment/ui/hosted/hosted-app-list";
import { ProjectBuildSettings } from "@/modules/deployment/ui/offers/project-build-settings";
import { pageCtx } from "@/modules/identity";
import { getProject } from "@/modules/projects";
import { ProjectHeader } from "@/modules/projects/ui/project-header";
import { toAppError } from "@/server/errors";
import { Page } from "@/ui/page-header";

interface ProjectProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: ProjectProps): Promise<Metadata> {
  const { id } = await params;
  const project = await getProject(await pageCtx(), { id }).catch((error: unknown) => {
    if (toAppError(error).code === "INTERNAL") throw error;
    return undefined;
  });
  return { title: project?.name ?? "Not found" };
}

export default async function ProjectPage({ params }: ProjectProps) {
  const { id } = await params;
  return (
    <Page>
      <ProjectHeader id={id} deployButton={<DeployProjectButton projectId={id} />}>
        <AppList projectId={id} />
        <HostedAppList projectId={id} />
        <h2 className="mb-3 text-sm font-medium">Deployments</h2>
        <DeploymentList projectId={id} />
        <ProjectBuildSettings projectId={id} />
      </ProjectHeader>
    </Page>
  );
}
