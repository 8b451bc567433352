import type { ReactNode } from "react";
import { ButtonLink } from "@/ui/button";
import { RelativeTime } from "@/ui/time";
import type { DeviceInfo } from "../schema";
import { AuthCard } from "./auth-card";
import { PlainField, Submit } from "./form-parts";
import { Notice } from "./notice";

/** Asks for the short code a terminal shows. */
export function DeviceCodePanel({ problem, code }: { problem?: string | undefined; code?: string | undefined }) {
  return (
    <AuthCard title="Connect a terminal" lead="Enter the code that berth login shows.">
      {problem ? (
        <Notice kind="problem" title="No program to connect">
          {problem}
        </Notice>
      ) : null}
      <form method="get" action="/device" className="space-y-4">
        <PlainField
          label="Code"
          name="code"
          required
          autoFocus
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={20}
          placeholder="BCDF-GHJK"
          defaultValue={code}
          className="text-center font-mono text-base tracking-[0.2em] uppercase"
        />
        <Submit>Continue</Submit>
      </form>
    </AuthCard>
  );
}

/** Shows what asks to sign in, and lets the person decide. */
export function DeviceDecisionPanel({ device, who }: { device: DeviceInfo; who: string }) {
  return (
    <AuthCard
      title="Let this terminal in?"
      lead="It gets a token with your permissions, which you can revoke in the settings."
      footer="Only allow it when you have just run berth login yourself and the code is the same."
    >
      <dl className="divide-y divide-separator rounded-lg border border-border">
        <Fact label="Program" value={device.clientName} />
        <Fact label="Asked" value={<RelativeTime at={device.createdAt} />} />
        <Fact label="From" value={device.ip ?? "unknown address"} />
        <Fact label="Code" value={<code className="tracking-wider">{device.userCode}</code>} />
        <Fact label="Signed in as" value={who} />
      </dl>
      <form method="post" action="/device/decide" className="grid grid-cols-2 gap-3">
        <input type="hidden" name="code" value={device.userCode} />
        <Submit name="decision" value="deny" variant="outline">
          Deny
        </Submit>
        <Submit name="decision" value="approve">
          Allow
        </Submit>
      </form>
    </AuthCard>
  );
}

/** What came of it. */
export function DeviceDonePanel({ isApproved }: { isApproved: boolean }) {
  return (
    <AuthCard title={isApproved ? "Terminal connected" : "Terminal turned away"}>
      <Notice kind="done" title={isApproved ? "You can close this page" : "Nothing was given out"}>
        {isApproved ? "The terminal goes on by itself within a few seconds." : "The terminal says that it was denied."}
      </Notice>
      <ButtonLink href="/settings" size="lg" className="w-full">
        See tokens in the settings
      </ButtonLink>
    </AuthCard>
  );
}

function Fact({ label, value }: { label: string; value: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 px-3 py-2.5">
      <dt className="shrink-0 text-muted">{label}</dt>
      <dd className="min-w-0 break-words text-right font-medium">{value}</dd>
    </div>
  );
}
