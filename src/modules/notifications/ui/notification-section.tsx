"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BellRing, CircleCheck, CircleX, Clock, Mail, MessageSquare, Plus, Trash2, Webhook } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { describeProblem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import { RelativeTime } from "@/ui/time";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { Channel } from "../schema";
import { ChannelDialog } from "./channel-dialog";
import { DeliveryDialog } from "./delivery-dialog";
import { eventLabels, kindLabels } from "./event-labels";

const icons = { webhook: Webhook, slack: MessageSquare, email: Mail } as const;

/** Who is told how deployments end, and what came of the messages. */
export function NotificationSection() {
  const trpc = useTRPC();
  const list = useQuery(trpc.notifications.list.queryOptions());
  const [isAdding, setAdding] = useState(false);
  const { canWrite = false, canMail = false, channels } = list.data ?? {};
  const add = (
    <Button size="sm" onPress={() => setAdding(true)}>
      <Plus aria-hidden />
      New channel
    </Button>
  );
  return (
    <Section
      id="notifications"
      title="Notifications"
      description="Tells people and programs how a deployment ended: a signed webhook, a chat, or e-mail."
      actions={canWrite ? add : undefined}
    >
      {list.isError ? (
        <div className="p-4">
          <ErrorState title="Channels could not be loaded" error={list.error} onRetry={() => void list.refetch()} />
        </div>
      ) : channels ? (
        <ChannelList channels={channels} canWrite={canWrite} />
      ) : (
        <div className="p-4">
          <SkeletonRows rows={2} what="channels" />
        </div>
      )}
      <ChannelDialog isOpen={isAdding} onClose={() => setAdding(false)} canMail={canMail} />
    </Section>
  );
}

function ChannelList({ channels, canWrite }: { channels: Channel[]; canWrite: boolean }) {
  const [shown, setShown] = useState<Channel>();
  const [removed, setRemoved] = useState<Channel>();
  if (channels.length === 0) {
    return (
      <div className="p-4">
        <EmptyState icon={BellRing} title="Nobody is told yet">
          {canWrite
            ? "Add a channel, and the team hears of a failed deployment before its users do."
            : "An owner or admin can add a channel."}
        </EmptyState>
      </div>
    );
  }
  return (
    <>
      <ul className="divide-y divide-separator">
        {channels.map((channel) => (
          <ChannelRow
            key={channel.id}
            channel={channel}
            canWrite={canWrite}
            onShow={() => setShown(channel)}
            onRemove={() => setRemoved(channel)}
          />
        ))}
      </ul>
      <DeliveryDialog channel={shown} canWrite={canWrite} onClose={() => setShown(undefined)} />
      <RemoveDialog channel={removed} onClose={() => setRemoved(undefined)} />
    </>
  );
}

interface ChannelRowProps {
  channel: Channel;
  canWrite: boolean;
  onShow(): void;
  onRemove(): void;
}

function ChannelRow({ channel, canWrite, onShow, onRemove }: ChannelRowProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.notifications.pathKey() });
  const test = useMutation(
    trpc.notifications.test.mutationOptions({
      onSettled: refresh,
      onSuccess: ({ isDelivered, problem }) =>
        isDelivered ? notify.done("The test arrived") : notify.problem("The test did not arrive", problem ?? ""),
      onError: (error) => notify.problem("The test was not sent", describeProblem(error).message),
    }),
  );
  const update = useMutation(
    trpc.notifications.update.mutationOptions({
      onSettled: refresh,
      onError: (error) => notify.problem("Nothing was changed", describeProblem(error).message),
    }),
  );
  const { id, name, kind, hint, events, enabled, projectId } = channel;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex min-w-0 items-center gap-2">
          <span title={name} className="truncate font-medium">
            {name}
          </span>
          <Badge icon={icons[kind]}>{kindLabels[kind]}</Badge>
          {enabled ? null : <Badge tone="warning">Off</Badge>}
        </p>
        <p className="flex flex-wrap gap-x-3 text-xs text-muted">
          <code className="break-all">{hint}</code>
          <span>{events.map((event) => eventLabels[event]).join(", ")}</span>
          <span>{projectId ? "one project" : "every project"}</span>
          <LastDelivery last={channel.last} />
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" variant="ghost" onPress={onShow} aria-label={`Messages of ${name}`}>
          Messages
        </Button>
        {canWrite ? (
          <>
            <Button
              size="sm"
              isPending={test.isPending}
              onPress={() => test.mutate({ id })}
              aria-label={`Test ${name}`}
            >
              Test
            </Button>
            <Button
              size="sm"
              isPending={update.isPending}
              onPress={() => update.mutate({ id, enabled: !enabled })}
              aria-label={`Turn ${name} ${enabled ? "off" : "on"}`}
            >
              {enabled ? "Turn off" : "Turn on"}
            </Button>
            <Button size="sm" variant="ghost" isIconOnly onPress={onRemove} aria-label={`Remove ${name}`}>
              <Trash2 aria-hidden />
            </Button>
          </>
        ) : null}
      </div>
    </li>
  );
}

function LastDelivery({ last }: { last: Channel["last"] }) {
  if (!last) return <span>nothing sent yet</span>;
  const Icon = last.state === "delivered" ? CircleCheck : last.state === "failed" ? CircleX : Clock;
  const word = { delivered: "delivered", failed: "not delivered", waiting: "waiting" }[last.state];
  return (
    <span className="inline-flex items-center gap-1">
      <Icon aria-hidden className={last.state === "failed" ? "size-3.5 text-danger-text" : "size-3.5"} />
      {word} <RelativeTime at={last.at} />
    </span>
  );
}

function RemoveDialog({ channel, onClose }: { channel: Channel | undefined; onClose(): void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(trpc.notifications.remove.mutationOptions());
  const confirm = async () => {
    await remove.mutateAsync({ id: channel?.id ?? "" });
    await queryClient.invalidateQueries({ queryKey: trpc.notifications.pathKey() });
    notify.done("Channel removed");
  };
  return (
    <ConfirmDialog
      isOpen={channel !== undefined}
      onClose={onClose}
      title={`Remove ${channel?.name ?? "this channel"}?`}
      action="Remove channel"
      isDanger
      onConfirm={confirm}
    >
      Its address, its secret and the log of its messages are forgotten. Messages that wait are not sent.
    </ConfirmDialog>
  );
}
