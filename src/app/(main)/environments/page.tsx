import type { Metadata } from "next";
import { Suspense } from "react";
import { EnvironmentViews } from "@/modules/deployment/ui/environment-views";

export const metadata: Metadata = { title: "Environments" };

export default function EnvironmentsPage() {
  return (
    <Suspense>
      <EnvironmentViews />
    </Suspense>
  );
}
