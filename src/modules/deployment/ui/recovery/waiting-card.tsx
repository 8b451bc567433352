"use client";
import { useMutation } from "@tanstack/react-query";
import { Check, Download, ExternalLink, Hourglass, PlugZap } from "lucide-react";
import { Button, ButtonAnchor, ButtonLink } from "@/ui/button";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { DeploymentDetail, DeploymentEvent } from "../../schema";
import { filesHref } from "../page/links";
import { platformLabel } from "../platform-names";
import { PushToGithub } from "./push-to-github";
import { waitingOf } from "./waiting";

interface WaitingCardProps {
  deployment: DeploymentDetail;
  events: readonly DeploymentEvent[];
}

/** A deployment that stands still until a person did something: what, and the ways out meanwhile. */
export function WaitingCard({ deployment, events }: WaitingCardProps) {
  const waiting = waitingOf(deployment, events);
  if (!waiting) return null;
  const { message, reconnectHref, needsApproval } = waiting;
  const zip = filesHref(deployment);
  return (
    <section aria-label="What it waits for" className="rounded-lg border border-warning/45 bg-warning/4 p-4 column:p-5">
      <div className="flex gap-3">
        <Hourglass aria-hidden className="mt-1 size-5 shrink-0 text-warning-text" />
        <div className="min-w-0 flex-1 space-y-3">
          <div role="status">
            <h2 className="text-base font-semibold">Waiting for you</h2>
            <p className="mt-0.5 max-w-3xl text-sm break-words text-pretty">{message}</p>
          </div>
          <p className="max-w-3xl text-sm text-muted">
            Nothing is lost: it goes on by itself from where it stands. To deploy elsewhere instead, cancel it first.
          </p>
          <div className="flex flex-wrap items-start gap-2">
            {reconnectHref ? (
              <ButtonLink href={reconnectHref} variant="primary">
                <PlugZap aria-hidden />
                Reconnect
              </ButtonLink>
            ) : null}
            {needsApproval ? <Approve deployment={deployment} /> : null}
            <PushToGithub deploymentId={deployment.id} />
            {zip ? (
              <ButtonAnchor href={zip} download>
                <Download aria-hidden />
                Download ZIP
              </ButtonAnchor>
            ) : null}
          </div>
        </div>
      </div>
    </section>
  );
}

function Approve({ deployment: { id, platform, platformUrl } }: { deployment: DeploymentDetail }) {
  const trpc = useTRPC();
  const approve = useMutation(
    trpc.deployment.approve.mutationOptions({
      onSuccess: () => notify.done("Approved", "The deployment goes on within seconds."),
      onError: (error) => notify.problem("It was not approved", describeProblem(error).message),
    }),
  );
  return (
    <>
      <Button
        variant="primary"
        isPending={approve.isPending}
        isDisabled={approve.isSuccess}
        onPress={() => approve.mutate({ id })}
      >
        <Check aria-hidden />
        Approve
      </Button>
      {platformUrl ? (
        <ButtonAnchor href={platformUrl} target="_blank" rel="noreferrer">
          Open on {platformLabel(platform)}
          <ExternalLink aria-hidden />
        </ButtonAnchor>
      ) : null}
    </>
  );
}
