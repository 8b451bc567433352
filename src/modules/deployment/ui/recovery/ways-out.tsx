"use client";
import { Download, HardDrive, Server } from "lucide-react";
import { useState } from "react";
import { Button, ButtonAnchor, ButtonLink } from "@/ui/button";
import { estimateCost } from "../../hosted/prices";
import { canDo } from "../../platforms/capabilities";
import type { DeploymentDetail } from "../../schema";
import { platformLabel } from "../platform-names";
import type { Elsewhere, RecoveryPlan } from "./plan";
import { PushToGithub } from "./push-to-github";
import { useRetry } from "./use-retry";

interface WaysOutProps {
  deployment: DeploymentDetail;
  plan: RecoveryPlan;
}

/** What leads to something that works whatever failed: another place, a repository, the files themselves. */
export function WaysOut({ deployment, plan }: WaysOutProps) {
  const [chosenKey, setChosenKey] = useState<string>();
  const { elsewhere, zipHref, first } = plan;
  const chosen = elsewhere.find((place) => keyOf(place) === chosenKey);
  return (
    <div className="border-t border-separator pt-3">
      <h3 className="mb-2 text-xs font-medium text-muted">Other ways out</h3>
      <div className="flex flex-wrap items-start gap-2">
        {elsewhere.map((place) => {
          const Icon = place.platform === "local" ? HardDrive : Server;
          const isFirst = first === "elsewhere" && place === elsewhere[0];
          return (
            <Button
              key={keyOf(place)}
              variant={isFirst ? "primary" : "outline"}
              size="sm"
              className="max-w-full"
              aria-expanded={chosen === place}
              onPress={() => setChosenKey(chosen === place ? undefined : keyOf(place))}
            >
              <Icon aria-hidden />
              <span className="truncate">Deploy to {lower(place.label)}</span>
            </Button>
          );
        })}
        {zipHref ? (
          <ButtonAnchor href={zipHref} download size="sm">
            <Download aria-hidden />
            Download ZIP
          </ButtonAnchor>
        ) : null}
        <PushToGithub deploymentId={deployment.id} size="sm" />
        {elsewhere.every(({ platform }) => platform === "local") ? (
          <ButtonLink href="/connections" size="sm" variant="ghost">
            Connect a platform
          </ButtonLink>
        ) : null}
      </div>
      {chosen ? <Switch deployment={deployment} place={chosen} onClose={() => setChosenKey(undefined)} /> : null}
    </div>
  );
}

/** The places are listed anew with each event, so they are told apart by what they are. */
function keyOf({ platform, connectionId = "" }: Elsewhere): string {
  return `${platform} ${connectionId}`;
}

interface SwitchProps {
  deployment: DeploymentDetail;
  place: Elsewhere;
  onClose(): void;
}

/** Asks before the deployment goes elsewhere, with what that costs. */
function Switch({ deployment, place, onClose }: SwitchProps) {
  const retry = useRetry();
  const { platform, connectionId, label } = place;
  const hasDatabase = deployment.database === "create" && canDo(platform, "databases");
  const cost = estimateCost(platform, { instances: 1, hasDatabase });
  return (
    <div className="mt-3 max-w-xl space-y-3 rounded-lg border border-border bg-surface p-3 column:p-4">
      <p className="text-sm">
        The same files and the variables of {deployment.environment} go to {lower(label)}, as a new deployment of{" "}
        <span className="font-medium break-all">{deployment.name}</span>. What is on{" "}
        {lower(platformLabel(deployment.platform))} stays as it is.
      </p>
      {cost ? (
        <p className="text-xs text-muted">
          About ${cost.monthlyUsd.from}
          {cost.monthlyUsd.to === cost.monthlyUsd.from ? "" : ` to $${cost.monthlyUsd.to}`} a month. {cost.basis}{" "}
          <a
            href={cost.source}
            target="_blank"
            rel="noreferrer"
            className="text-accent-text underline underline-offset-2"
          >
            Prices as of {cost.asOf}
          </a>
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          className="max-w-full"
          isPending={retry.isPending}
          onPress={() => retry.mutate({ id: deployment.id, platform, connectionId })}
        >
          <span className="truncate">Deploy to {lower(label)}</span>
        </Button>
        <Button variant="ghost" onPress={onClose}>
          Not now
        </Button>
      </div>
    </div>
  );
}

/** Within a sentence only names of companies begin with a capital letter. */
function lower(label: string): string {
  return label === "This machine" ? "this machine" : label;
}
