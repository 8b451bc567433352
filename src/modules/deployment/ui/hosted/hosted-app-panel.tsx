"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CirclePause, CirclePlay, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import { ErrorState } from "@/ui/error-state";
import { describeProblem } from "@/ui/problem";
import { Skeleton } from "@/ui/skeleton";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import { monthlyText } from "../../hosted/prices";
import type { HostedAppSummary } from "../../hosted/shapes";
import { EmulatedBadge } from "../emulated-badge";
import { platformLabel } from "../platform-names";
import { CostLine, PriceSource } from "./cost-line";
import { Domains } from "./domains";
import { ScaleForm } from "./scale-form";
import { UsageLine } from "./usage-line";

const ConfirmDialog = dynamic(() => import("@/ui/confirm-dialog").then((part) => part.ConfirmDialog), { ssr: false });

/** What can be done with an app on its platform; what the platform cannot do is not shown. */
export function HostedAppPanel({ id }: { id: string }) {
  const trpc = useTRPC();
  const { data: app, error, refetch } = useQuery(trpc.deployment.hosted.get.queryOptions({ id }));
  if (error) return <ErrorState title="The app could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!app) return <Skeleton className="h-40 w-full" />;
  return (
    <Section
      id="hosted-app"
      title={
        <span className="flex flex-wrap items-center gap-2">
          {app.name} on {platformLabel(app.platform)}
          {app.state === "paused" ? (
            <Badge tone="warning" icon={CirclePause}>
              Paused
            </Badge>
          ) : null}
          {app.emulated ? <EmulatedBadge /> : null}
        </span>
      }
      actions={<AppActions app={app} />}
    >
      {app.connectionId ? null : (
        <p className="border-b border-separator px-4 py-3 text-sm text-warning-text">
          The account it was deployed with is not connected any more. The app goes on; Berth cannot change it.
        </p>
      )}
      <div className="divide-y divide-separator">
        {app.cost ? <CostLine cost={app.cost} /> : null}
        {app.can.includes("usage") ? <UsageLine id={app.id} /> : null}
        {app.can.includes("scale") ? <ScaleForm app={app} /> : null}
        {app.can.includes("domains") ? <Domains app={app} /> : null}
      </div>
    </Section>
  );
}

function AppActions({ app }: { app: HostedAppSummary }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<"pause" | "resume" | "delete">();
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.deployment.pathKey() });
  const pause = useMutation(trpc.deployment.hosted.pause.mutationOptions({ onSuccess: refresh }));
  const remove = useMutation(trpc.deployment.hosted.delete.mutationOptions({ onSuccess: refresh }));
  const resume = useMutation(trpc.deployment.hosted.resume.mutationOptions({ onSuccess: refresh }));
  const bill = app.cost?.isBillable ? app.cost : undefined;
  const resumeFree = () =>
    resume.mutate(
      { id: app.id },
      { onError: (error) => notify.problem("It was not resumed", describeProblem(error).message) },
    );
  const platform = platformLabel(app.platform);
  return (
    <div className="flex gap-2">
      {app.can.includes("pause") && app.state === "active" ? (
        <Button size="sm" onPress={() => setAsked("pause")}>
          <CirclePause aria-hidden />
          Pause
        </Button>
      ) : null}
      {app.can.includes("pause") && app.state === "paused" ? (
        <Button
          size="sm"
          variant="primary"
          isPending={resume.isPending}
          onPress={bill ? () => setAsked("resume") : resumeFree}
        >
          <CirclePlay aria-hidden />
          Resume
        </Button>
      ) : null}
      {app.can.includes("remove") ? (
        <Button
          size="sm"
          variant="ghost"
          isIconOnly
          aria-label={`Delete ${app.name}`}
          onPress={() => setAsked("delete")}
        >
          <Trash2 aria-hidden />
        </Button>
      ) : null}
      <ConfirmDialog
        isOpen={asked === "pause"}
        onClose={() => setAsked(undefined)}
        title={`Pause ${app.name}?`}
        action="Pause app"
        onConfirm={() => pause.mutateAsync({ id: app.id })}
      >
        Visitors no longer get it until you resume it. Its settings, its domains and its data stay.
      </ConfirmDialog>
      {bill ? (
        <ConfirmDialog
          isOpen={asked === "resume"}
          onClose={() => setAsked(undefined)}
          title={`Resume ${app.name}?`}
          action={`Resume for about ${monthlyText(bill)} a month`}
          dismiss="Not now"
          onConfirm={() => resume.mutateAsync({ id: app.id })}
        >
          {platform} bills it again, at least {monthlyText(bill)} a month. {bill.basis} <PriceSource cost={bill} />
        </ConfirmDialog>
      ) : null}
      <ConfirmDialog
        isOpen={asked === "delete"}
        onClose={() => setAsked(undefined)}
        title={`Delete ${app.name} from ${platform}?`}
        action="Delete app"
        isDanger
        typedName={app.name}
        onConfirm={() => remove.mutateAsync({ id: app.id })}
      >
        It is removed from {platform} with everything Berth made for it there
        {app.hasDatabase ? ", the PostgreSQL beside it and its data included" : ""}. That cannot be undone. The project,
        its variables and the history of its deployments stay here.
      </ConfirmDialog>
    </div>
  );
}
