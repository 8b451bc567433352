"use client";
import { CircleAlert } from "lucide-react";
import { useSearchParams } from "next/navigation";

const sentences: Record<string, string> = {
  denied: "GitHub was not connected, because its page was left without agreeing. Connect again when you are ready.",
  expired: "The sign-in at GitHub took too long, or was begun in another browser. Connect again.",
  failed:
    "GitHub was not connected: it did not finish the sign-in. Connect again, or with a token; Berth's log has the reason.",
};

/** Why signing in at GitHub did not connect an account. */
export function SignInNotice() {
  const sentence = sentences[useSearchParams().get("github") ?? ""];
  if (sentence === undefined) return null;
  return (
    <p role="alert" className="mb-4 flex items-center gap-2 rounded-lg border border-border bg-surface p-3 text-sm">
      <CircleAlert aria-hidden className="size-4 shrink-0 text-danger-text" />
      {sentence}
    </p>
  );
}
