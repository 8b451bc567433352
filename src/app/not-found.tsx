import { Compass } from "lucide-react";
import type { Metadata } from "next";
import { ButtonAnchor } from "@/ui/button-anchor";
import { EmptyState } from "@/ui/empty-state";

export const metadata: Metadata = { title: "Not found" };

/** Its script is part of every page's first load, so that it goes on by plain links. */
export default function NotFound() {
  return (
    <main className="mx-auto w-full max-w-2xl px-4 py-16">
      <EmptyState
        icon={Compass}
        title="Nothing is at this address"
        action={
          <>
            <ButtonAnchor href="/deployments">Deployments</ButtonAnchor>
            <ButtonAnchor href="/new" variant="primary">
              New app
            </ButtonAnchor>
          </>
        }
      >
        It may have been deleted, or the address may have a typing mistake.
      </EmptyState>
    </main>
  );
}
