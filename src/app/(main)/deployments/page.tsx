import type { Metadata } from "next";
import { AppList } from "@/modules/deployment/ui/app-list";
import { BatchView } from "@/modules/deployment/ui/batch-view";
import { DeploymentList } from "@/modules/deployment/ui/deployment-list";
import { HostedAppList } from "@/modules/deployment/ui/hosted/hosted-app-list";
import { Page, PageHeader } from "@/ui/page-header";

export const metadata: Metadata = { title: "Deployments" };

interface DeploymentsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function DeploymentsPage({ searchParams }: DeploymentsPageProps) {
  const { batch } = await searchParams;
  if (typeof batch === "string") {
    return (
      <Page>
        <PageHeader
          title="Deployed together"
          description="One project, several places. Each deployment goes its own way; the work goes on when you leave."
        />
        <BatchView batchId={batch} />
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader title="Deployments" description="Every time an app was built and started, newest first." />
      <AppList />
      <HostedAppList />
      <DeploymentList />
    </Page>
  );
}
