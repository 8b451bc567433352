import type { Metadata } from "next";
import { AppList } from "@/modules/deployment/ui/app-list";
import { DeploymentList } from "@/modules/deployment/ui/deployment-list";
import { Page, PageHeader } from "@/ui/page-header";

export const metadata: Metadata = { title: "Deployments" };

export default function DeploymentsPage() {
  return (
    <Page>
      <PageHeader title="Deployments" description="Every time an app was built and started, newest first." />
      <AppList />
      <DeploymentList />
    </Page>
  );
}
