"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, Clock, RefreshCw, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { type FormEvent, useState } from "react";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { Field } from "@/ui/field";
import { describeProblem } from "@/ui/problem";
import { Skeleton } from "@/ui/skeleton";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { HostedAppSummary } from "../../hosted/shapes";
import type { DnsRecord, HostedDomain } from "../../platforms/operations";

const ConfirmDialog = dynamic(() => import("@/ui/confirm-dialog").then((part) => part.ConfirmDialog), { ssr: false });

/** The domains of an app, with the DNS records their owner has to set. */
export function Domains({ app }: { app: HostedAppSummary }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(
    trpc.deployment.hosted.domains.queryOptions({ id: app.id }, { retry: false }),
  );
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-2 px-4 py-3 text-sm">
      <span className="w-32 shrink-0 pt-2 text-muted">Domains</span>
      <div className="min-w-0 flex-1 basis-72 space-y-3">
        {error ? (
          <p className="text-muted">
            {describeProblem(error).message}{" "}
            <Button size="sm" variant="ghost" onPress={() => void refetch()}>
              Try again
            </Button>
          </p>
        ) : null}
        {!data && !error ? <Skeleton className="h-9" /> : null}
        {data && data.length > 0 ? (
          <ul className="space-y-3">
            {data.map((domain) => (
              <Domain key={domain.id} appId={app.id} domain={domain} />
            ))}
          </ul>
        ) : null}
        <AddDomain appId={app.id} />
      </div>
    </div>
  );
}

function useRefresh() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: trpc.deployment.hosted.domains.pathKey() });
}

function AddDomain({ appId }: { appId: string }) {
  const trpc = useTRPC();
  const refresh = useRefresh();
  const [name, setName] = useState("");
  const add = useMutation(
    trpc.deployment.hosted.addDomain.mutationOptions({
      onSuccess: async () => {
        setName("");
        await refresh();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) add.mutate({ id: appId, name });
  };
  return (
    <form onSubmit={submit} className="flex items-start gap-2">
      <Field
        className="max-w-sm"
        label="Add a domain"
        isLabelHidden
        placeholder="app.example.com"
        autoCapitalize="none"
        value={name}
        onValueChange={setName}
        error={add.error ? describeProblem(add.error).message : undefined}
      />
      <Button type="submit" isPending={add.isPending}>
        Add
      </Button>
    </form>
  );
}

function Domain({ appId, domain }: { appId: string; domain: HostedDomain }) {
  const trpc = useTRPC();
  const refresh = useRefresh();
  const [isRemoving, setRemoving] = useState(false);
  const verify = useMutation(
    trpc.deployment.hosted.verifyDomain.mutationOptions({
      onSuccess: async ({ isVerified, problem }) => {
        await refresh();
        if (isVerified) notify.done(`${domain.name} is verified`);
        else notify.problem(`${domain.name} is not verified yet`, problem ?? "DNS changes can take an hour.");
      },
      onError: (error) => notify.problem("It could not be checked", describeProblem(error).message),
    }),
  );
  const remove = useMutation(trpc.deployment.hosted.removeDomain.mutationOptions({ onSuccess: refresh }));
  return (
    <li className="rounded-lg border border-border">
      <div className="flex flex-wrap items-center gap-2 px-3 py-2">
        <span className="min-w-0 flex-1 font-mono text-xs break-all">{domain.name}</span>
        <span className="inline-flex items-center gap-1 text-xs">
          {domain.isVerified ? (
            <CircleCheck aria-hidden className="size-4 text-success-text" />
          ) : (
            <Clock aria-hidden className="size-4 text-warning-text" />
          )}
          {domain.isVerified ? "Verified" : "Waits for the DNS"}
        </span>
        {domain.isVerified ? null : (
          <Button
            size="sm"
            isPending={verify.isPending}
            onPress={() => verify.mutate({ id: appId, domainId: domain.id })}
          >
            <RefreshCw aria-hidden />
            Check now
          </Button>
        )}
        <Button
          size="sm"
          variant="ghost"
          isIconOnly
          aria-label={`Remove ${domain.name}`}
          onPress={() => setRemoving(true)}
        >
          <Trash2 aria-hidden />
        </Button>
      </div>
      {domain.isVerified || domain.records.length === 0 ? null : <Records records={domain.records} />}
      {domain.problem && !domain.isVerified ? (
        <p className="border-t border-separator px-3 py-2 text-xs text-muted">{domain.problem}</p>
      ) : null}
      <ConfirmDialog
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        title={`Remove ${domain.name}?`}
        action="Remove domain"
        isDanger
        onConfirm={() => remove.mutateAsync({ id: appId, domainId: domain.id })}
      >
        The app no longer answers under it. The DNS records stay until you remove them at your provider.
      </ConfirmDialog>
    </li>
  );
}

function Records({ records }: { records: readonly DnsRecord[] }) {
  return (
    <div className="overflow-x-auto border-t border-separator">
      <table className="w-full text-left text-xs">
        <caption className="px-3 pt-2 text-left text-muted">Set these records where the domain is managed:</caption>
        <thead>
          <tr className="text-muted">
            <th className="px-3 py-1.5 font-medium">Type</th>
            <th className="px-3 py-1.5 font-medium">Name</th>
            <th className="px-3 py-1.5 font-medium">Value</th>
            <th className="px-3 py-1.5 font-medium">For</th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={`${record.type} ${record.name} ${record.value}`}>
              <td className="px-3 py-1.5">{record.type}</td>
              <td className="px-3 py-1.5 font-mono break-all">{record.name}</td>
              <td className="px-3 py-1.5">
                <span className="flex items-center gap-1">
                  <code className="break-all">{record.value}</code>
                  <CopyButton text={record.value} what={`value of ${record.name}`} />
                </span>
              </td>
              <td className="px-3 py-1.5">{record.purpose === "address" ? "The address" : "Proof of ownership"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
