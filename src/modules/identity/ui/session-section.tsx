"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { LogOut, Monitor } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { ErrorState } from "@/ui/error-state";
import { SkeletonRows } from "@/ui/skeleton";
import { RelativeTime } from "@/ui/time";
import { useTRPC } from "@/ui/trpc";
import type { SessionSummary } from "../schema";
import { describeBrowser } from "./describe-browser";

/** Where the person is signed in, and the way to end all of it at once. */
export function SessionSection() {
  const trpc = useTRPC();
  const sessions = useQuery(trpc.identity.sessions.queryOptions());
  const [isAsking, setAsking] = useState(false);
  const endAll = useMutation(trpc.identity.signOutEverywhere.mutationOptions());
  const actions = (
    <>
      <form method="post" action="/sign-out">
        <Button size="sm" type="submit">
          <LogOut aria-hidden />
          Sign out
        </Button>
      </form>
      <Button size="sm" variant="danger-soft" onPress={() => setAsking(true)}>
        Sign out everywhere
      </Button>
    </>
  );
  return (
    <Section id="sessions" title="Sessions" description="Browsers signed in to your account." actions={actions}>
      {sessions.isError ? (
        <div className="p-4">
          <ErrorState
            title="Sessions could not be loaded"
            error={sessions.error}
            onRetry={() => void sessions.refetch()}
          />
        </div>
      ) : sessions.data ? (
        <SessionList sessions={sessions.data} />
      ) : (
        <div className="p-4">
          <SkeletonRows rows={2} what="sessions" />
        </div>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Sign out everywhere?"
        action="Sign out everywhere"
        isDanger
        onConfirm={async () => {
          await endAll.mutateAsync();
          window.location.assign("/sign-in");
        }}
      >
        Every browser is signed out at once, this one too, and unused sign-in links stop working. API tokens go on
        working; revoke them above.
      </ConfirmDialog>
    </Section>
  );
}

const shownAtFirst = 6;

function SessionList({ sessions }: { sessions: SessionSummary[] }) {
  const [isWhole, setWhole] = useState(false);
  const ordered = sessions.toSorted((one, other) => Number(other.isCurrent) - Number(one.isCurrent));
  const shown = isWhole ? ordered : ordered.slice(0, shownAtFirst);
  return (
    <>
      <ul className="divide-y divide-separator">
        {shown.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      {shown.length < ordered.length ? (
        <div className="border-t border-separator px-2 py-2">
          <Button size="sm" variant="ghost" onPress={() => setWhole(true)}>
            Show all {ordered.length.toLocaleString("en")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function SessionRow({ session }: { session: SessionSummary }) {
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <Monitor aria-hidden className="size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span title={session.userAgent ?? undefined} className="truncate font-medium">
            {describeBrowser(session.userAgent)}
          </span>
          {session.isCurrent ? <Badge tone="accent">This browser</Badge> : null}
        </p>
        <p className="flex flex-wrap gap-x-3 text-xs text-muted">
          {session.ip ? <span>{session.ip}</span> : null}
          <span>
            signed in <RelativeTime at={session.createdAt} />
          </span>
          <span>
            ends <RelativeTime at={session.expiresAt} />
          </span>
        </p>
      </div>
    </li>
  );
}
