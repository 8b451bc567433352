import type { Metadata } from "next";
import { AuditView } from "@/modules/audit/ui/audit-view";
import { pageCtx } from "@/modules/identity";
import { Page, PageHeader } from "@/ui/page-header";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage() {
  await pageCtx();
  return (
    <Page>
      <PageHeader
        title="Audit"
        description="What people, programs and Berth itself did: who, what, when, from where. Entries are only ever added."
      />
      <AuditView />
    </Page>
  );
}
