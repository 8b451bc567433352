"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { describeProblem } from "@/ui/problem";
import { Skeleton } from "@/ui/skeleton";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { HostedAppSummary } from "../../hosted/shapes";
import type { Scale } from "../../platforms/operations";

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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) save.mutate({ id: app.id, instances, ...(max === undefined ? {} : { max, cpuPercent: 70 }) });
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
    </form>
  );
}
