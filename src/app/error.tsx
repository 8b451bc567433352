"use client";
import { ErrorState } from "@/ui/error-state";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset(): void }) {
  return (
    <div className="mx-auto w-full max-w-2xl px-4 py-16">
      <ErrorState title="This page could not be shown" error={error} onRetry={reset} />
    </div>
  );
}
