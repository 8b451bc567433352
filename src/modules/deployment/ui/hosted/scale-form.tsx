"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type FormEvent, useState } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { describeProblem } from "@/ui/problem";
import { Skeleton } from "@/ui/skeleton";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import { type CostEstimate, estimateCost, monthlyText } from "../../hosted/prices";
import type { HostedAppSummary } from "../../hosted/shapes";
import type { Scale } from "../../platforms/operations";
import { PriceSource } from "./cost-line";

const ConfirmDialog = dynamic(() => import("@/ui/confirm-dialog").then((part) => part.ConfirmDialog), { ssr: false });

/** How many copies run; with a range where the platform adds copies itself. */
export function ScaleForm({ app }: { app: HostedAppSummary }) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.deployment.hosted.scale.queryOptions({ id: app.id }, { retry: false }));
  if (error) {
    return <p className="px-4 py-3 text-sm text-muted">The number of copies is not known: {error.message}</p>;
  }
  if (!data) return <Skeleton className="m-4 h-9" />;
  return <Form key={`${data.instances}-${data.max}`} app={app} scale={data} />;
}

function Form({ app, scale }: { app: HostedAppSummary; scale: Scale }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [least, setLeast] = useState(String(scale.instances));
  const [most, setMost] = useState(scale.max === undefined ? "" : String(scale.max));
  const [isAsked, setAsked] = useState(false);
  const canAutoscale = app.can.includes("autoscale");
  const save = useMutation(
    trpc.deployment.hosted.setScale.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.deployment.hosted.pathKey() });
        notify.done("The number of copies is set");
      },
    }),
  );
  const instances = Number(least);
  const max = most === "" ? undefined : Number(most);
  const isChanged = instances !== scale.instances || max !== scale.max;
  const set = () => save.mutateAsync({ id: app.id, instances, ...(max === undefined ? {} : { max, cpuPercent: 70 }) });
  const cost = costOfMore(app, scale, { instances, ...(max === undefined ? {} : { max }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isChanged) return;
    if (cost) setAsked(true);
    // What is refused stands beside the field.
    else set().catch(() => undefined);
  };
  const problem = save.error ? describeProblem(save.error).message : undefined;
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-x-4 gap-y-2 px-4 py-3 text-sm">
      <span className="w-32 shrink-0 self-center text-muted">Copies</span>
      <Field
        className="w-24"
        label={canAutoscale ? "At least" : "Number"}
        inputMode="numeric"
        value={least}
        onValueChange={setLeast}
      />
      {canAutoscale ? (
        <Field
          className="w-32"
          label="At most"
          placeholder="no autoscaling"
          inputMode="numeric"
          value={most}
          onValueChange={setMost}
        />
      ) : null}
      <Button type="submit" isDisabled={!isChanged} isPending={save.isPending}>
        Set
      </Button>
      {problem ? (
        <p role="alert" className="w-full text-xs text-danger-text">
          {problem}
        </p>
      ) : null}
      {isChanged && app.platform !== "vercel" ? (
        <p className="w-full text-xs text-muted">Each copy costs what one copy costs.</p>
      ) : null}
      {cost ? (
        <ConfirmDialog
          isOpen={isAsked}
          onClose={() => setAsked(false)}
          title={`Run ${copiesText(instances, max)}?`}
          action={`Set for about ${monthlyText(cost)} a month`}
          dismiss="Not now"
          onConfirm={set}
        >
          {app.name} then costs {max === undefined ? "about" : "up to"} {monthlyText(cost)} a month. {cost.basis}{" "}
          <PriceSource cost={cost} />
        </ConfirmDialog>
      ) : null}
    </form>
  );
}

/** What the app costs with more copies than now; undefined when there are no more of them, or they cost nothing. */
function costOfMore(app: HostedAppSummary, now: Scale, next: Scale): CostEstimate | undefined {
  const most = ({ instances, max }: Scale) => Math.max(instances, max ?? 0);
  if (!(most(next) > most(now))) return undefined;
  const cost = estimateCost(app.platform, { instances: most(next), hasDatabase: app.hasDatabase });
  return cost?.isBillable ? cost : undefined;
}

function copiesText(instances: number, max: number | undefined): string {
  if (max === undefined) return instances === 1 ? "1 copy" : `${instances} copies`;
  return `${instances} to ${max} copies`;
}
