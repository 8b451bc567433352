"use client";
import { Hourglass, PlugZap } from "lucide-react";
import { ButtonAnchor, ButtonLink } from "@/ui/button";
import type { DeploymentDetail } from "../../schema";
import { filesHref } from "../page/links";
import { PushToGithub } from "./push-to-github";

/** A deployment that stands still until a person did something: what, and the ways out meanwhile. */
export function WaitingCard({ deployment }: { deployment: DeploymentDetail }) {
  const { waitingFor, id } = deployment;
  if (!waitingFor) return null;
  const zip = filesHref(deployment);
  const back = encodeURIComponent(`/deployments/${id}`);
  return (
    <section aria-label="What it waits for" className="rounded-lg border border-warning/45 bg-warning/4 p-4 column:p-5">
      <div className="flex gap-3">
        <Hourglass aria-hidden className="mt-1 size-5 shrink-0 text-warning-text" />
        <div className="min-w-0 flex-1 space-y-3">
          <div>
            <h2 className="text-base font-semibold">Waiting for you</h2>
            <p className="mt-0.5 max-w-3xl text-sm break-words text-pretty">{waitingFor.message}</p>
            <p className="mt-1 max-w-3xl text-sm text-muted">
              Nothing is lost: once the account is connected again, the deployment goes on where it stands. To deploy
              elsewhere instead, cancel it first.
            </p>
          </div>
          <div className="flex flex-wrap items-start gap-2">
            <ButtonLink
              href={`/connections?reconnect=${encodeURIComponent(waitingFor.connectionId)}&return=${back}`}
              variant="primary"
            >
              <PlugZap aria-hidden />
              Reconnect
            </ButtonLink>
            <PushToGithub deploymentId={id} />
            {zip ? (
              <ButtonAnchor href={zip} download>
                Download ZIP
              </ButtonAnchor>
            ) : null}
          </div>
        </div>
      </div>
    </section>
  );
}
