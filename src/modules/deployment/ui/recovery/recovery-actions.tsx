"use client";
import { ArrowDown, ExternalLink, KeyRound, PlugZap, RotateCw } from "lucide-react";
import { Button, ButtonAnchor, ButtonLink } from "@/ui/button";
import { CommandLine } from "@/ui/command-line";
import type { DeploymentDetail } from "../../schema";
import { environmentHref } from "../page/links";
import { AllowSecrets } from "./allow-secrets";
import type { RecoveryPlan } from "./plan";
import { SetVariables } from "./set-variables";
import { useRetry } from "./use-retry";

interface RecoveryActionsProps {
  deployment: DeploymentDetail;
  plan: RecoveryPlan;
}

/** The fix as a button, the retry, and the pages that help. */
export function RecoveryActions({ deployment, plan }: RecoveryActionsProps) {
  const retry = useRetry();
  const { first, name, reconnectHref } = plan;
  const variantOf = (way: RecoveryPlan["first"]) => (way === first ? "primary" : "outline");
  return (
    <div className="space-y-3">
      {plan.missing.length > 0 ? <SetVariables deployment={deployment} keys={plan.missing} /> : null}
      <div className="flex flex-wrap gap-2">
        {reconnectHref ? (
          <ButtonLink href={reconnectHref} variant={variantOf("reconnect")}>
            <PlugZap aria-hidden />
            Reconnect
          </ButtonLink>
        ) : null}
        {name ? (
          <Button
            variant={variantOf("name")}
            isPending={retry.isPending}
            onPress={() => retry.mutate({ id: deployment.id, name })}
          >
            <RotateCw aria-hidden />
            Deploy as {name}
          </Button>
        ) : null}
        <Button
          variant={variantOf("retry")}
          isPending={retry.isPending}
          onPress={() => retry.mutate({ id: deployment.id })}
        >
          <RotateCw aria-hidden />
          Try again
        </Button>
        {plan.secrets.length > 0 ? (
          <AllowSecrets
            secrets={plan.secrets}
            action="Allow and deploy again"
            isPending={retry.isPending}
            onAllow={(allowSecrets) => retry.mutateAsync({ id: deployment.id, allowSecrets })}
          />
        ) : null}
        {plan.links.map(({ label, href }) => (
          <HelpLink key={label} label={label} href={href} />
        ))}
        <ButtonLink href={environmentHref(deployment)} variant="ghost">
          <KeyRound aria-hidden />
          Variables
        </ButtonLink>
        <ButtonAnchor href="#log" variant="ghost">
          <ArrowDown aria-hidden />
          Log
        </ButtonAnchor>
      </div>
      {plan.commands.map(({ label, command }) => (
        <div key={label} className="max-w-3xl">
          <p className="mb-1 text-xs text-muted">{label}</p>
          <CommandLine command={command} />
        </div>
      ))}
    </div>
  );
}

function HelpLink({ label, href }: { label: string; href: string }) {
  if (!/^https?:/.test(href)) return <ButtonLink href={href}>{label}</ButtonLink>;
  return (
    <ButtonAnchor href={href} target="_blank" rel="noreferrer">
      {label}
      <ExternalLink aria-hidden />
    </ButtonAnchor>
  );
}
