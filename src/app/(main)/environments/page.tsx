import type { Metadata } from "next";
import { Suspense } from "react";
import { EnvironmentsView } from "@/modules/environment/ui/environments-view";

export const metadata: Metadata = { title: "Environments" };

export default function EnvironmentsPage() {
  return (
    <Suspense>
      <EnvironmentsView />
    </Suspense>
  );
}
