import type { Metadata } from "next";
import { Suspense } from "react";
import { ConnectionsView } from "@/modules/connections/ui/connections-view";
import { pageCtx } from "@/modules/identity";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  await pageCtx();
  return (
    <Suspense>
      <ConnectionsView />
    </Suspense>
  );
}
