"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleHelp, CircleX, FlaskConical, Network, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Status } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { formatDuration } from "@/ui/format";
import { Spinner } from "@/ui/spinner";
import { useTRPC } from "@/ui/trpc";
import type { TestOutcome } from "../../live-tests/schema";
import type { EnvironmentPlace } from "../place";
import { mayAllowPrivate, tellOutcome } from "./test-words";
import { useLiveTest } from "./use-live-test";

interface TestButtonProps {
  place: EnvironmentPlace;
  variableKey: string;
  /** One that is not saved yet; the stored one when left out. */
  value?: string;
}

/**
 * Tries a value where it is used, such as signing in to the database. Stands in a wrapping row, where the result takes a line
 * of its own.
 */
export function TestButton({ place, variableKey, value }: TestButtonProps) {
  const { state, run, cancel } = useLiveTest({ place, variableKey, value });
  const isRunning = state.phase === "running";
  return (
    <>
      {isRunning ? (
        <Button size="sm" aria-label={`Cancel the test of ${variableKey}`} onPress={cancel}>
          <X aria-hidden />
          Cancel
        </Button>
      ) : (
        <Button size="sm" aria-label={`Test ${variableKey}`} onPress={() => void run()}>
          <FlaskConical aria-hidden />
          Test
        </Button>
      )}
      <div role="status" aria-label={`Test of ${variableKey}`} className="order-last basis-full empty:hidden">
        {state.phase === "running" ? <Running since={state.since} /> : null}
        {state.phase === "refused" ? <p className="text-xs text-danger-text">{state.message}</p> : null}
        {state.phase === "done" ? (
          <Outcome outcome={state.outcome} onAllow={() => void run({ allowPrivate: true })} />
        ) : null}
      </div>
    </>
  );
}

/** Counts the seconds for the eye; a screen reader is told once. */
function Running({ since }: { since: number }) {
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="flex items-center gap-2 text-xs text-muted">
      <Spinner />
      Testing
      <span aria-hidden className="tabular-nums">
        {formatDuration(Math.max(0, now - since), false)} of 8 s at most
      </span>
    </p>
  );
}

const shown = {
  works: { tone: "success", icon: CircleCheck },
  failed: { tone: "danger", icon: CircleX },
  "no-test": { tone: "neutral", icon: CircleHelp },
} as const;

function Outcome({ outcome, onAllow }: { outcome: TestOutcome; onAllow(): void }) {
  const { said, text } = tellOutcome(outcome);
  const time = outcome.outcome === "no-test" ? "" : `, ${formatDuration(outcome.tookMs)}`;
  const isPrivate = outcome.outcome === "failed" && outcome.cause === "not-allowed";
  return (
    <div className="flex flex-col items-start gap-1 rounded-md border border-border bg-surface-secondary px-3 py-2">
      <Status {...shown[outcome.outcome]} label={`${said}${time}`} />
      <p className="text-xs break-words text-pretty text-muted">{text}</p>
      {isPrivate ? <AllowPrivate onAllow={onAllow} /> : null}
    </div>
  );
}

function AllowPrivate({ onAllow }: { onAllow(): void }) {
  const trpc = useTRPC();
  const me = useQuery(trpc.identity.me.queryOptions());
  const [isAsking, setAsking] = useState(false);
  if (!mayAllowPrivate(me.data?.role)) return null;
  return (
    <>
      <Button size="sm" className="mt-1" onPress={() => setAsking(true)}>
        <Network aria-hidden />
        Allow private addresses
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Test a private address"
        action="Allow and test"
        dismiss="Not now"
        onConfirm={async () => onAllow()}
      >
        For this one test Berth may connect to addresses of its own machine and network. A cloud's metadata service
        stays closed. The audit log records it.
      </ConfirmDialog>
    </>
  );
}
