import type { Metadata } from "next";
import { EncryptionSection } from "@/modules/environment/ui/encryption-section";
import { pageCtx } from "@/modules/identity";
import { AccountSection } from "@/modules/identity/ui/account-section";
import { SessionSection } from "@/modules/identity/ui/session-section";
import { TokenSection } from "@/modules/identity/ui/token-section";
import { ModelSection } from "@/modules/models/ui/model-section";
import { NotificationSection } from "@/modules/notifications/ui/notification-section";
import { Page, PageHeader } from "@/ui/page-header";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  await pageCtx();
  return (
    <Page>
      <PageHeader
        title="Settings"
        description="How you sign in, what may act in your name, the model Berth uses, and who is told of deployments."
      />
      <div className="space-y-6">
        <AccountSection />
        <TokenSection />
        <SessionSection />
        <ModelSection />
        <NotificationSection />
        <EncryptionSection />
      </div>
    </Page>
  );
}
