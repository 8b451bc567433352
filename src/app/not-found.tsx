import { Compass } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto w-full max-w-2xl px-4 py-16">
      <EmptyState
        icon={Compass}
        title="Nothing is at this address"
        action={
          <>
            <ButtonLink href="/deployments">Deployments</ButtonLink>
            <ButtonLink href="/new" variant="primary">
              New app
            </ButtonLink>
          </>
        }
      >
        It may have been deleted, or the address may have a typing mistake.
      </EmptyState>
    </main>
  );
}
