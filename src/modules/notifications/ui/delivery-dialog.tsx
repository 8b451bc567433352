"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleX, Clock, Inbox } from "lucide-react";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { describeProblem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import { RelativeTime } from "@/ui/time";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import { type Channel, type Delivery, NotificationEvent } from "../schema";
import { describeDelivery, eventLabels } from "./event-labels";

interface DeliveryDialogProps {
  channel: Channel | undefined;
  canWrite: boolean;
  onClose(): void;
}

/** The last messages of a channel. */
export function DeliveryDialog({ channel, canWrite, onClose }: DeliveryDialogProps) {
  return (
    <Dialog title={`Messages of ${channel?.name ?? ""}`} isOpen={channel !== undefined} onClose={onClose} size="md">
      {channel ? <Deliveries channelId={channel.id} canWrite={canWrite} /> : null}
    </Dialog>
  );
}

function Deliveries({ channelId, canWrite }: { channelId: string; canWrite: boolean }) {
  const trpc = useTRPC();
  const deliveries = useQuery(
    trpc.notifications.deliveries.queryOptions({ id: channelId }, { refetchInterval: 3_000 }),
  );
  if (deliveries.isError) {
    return (
      <ErrorState
        title="The messages could not be loaded"
        error={deliveries.error}
        onRetry={() => void deliveries.refetch()}
      />
    );
  }
  if (!deliveries.data) return <SkeletonRows rows={3} what="messages" />;
  if (deliveries.data.length === 0) {
    return (
      <EmptyState icon={Inbox} title="Nothing was sent yet">
        The first message goes out when a deployment ends as this channel asked. Test sends one now.
      </EmptyState>
    );
  }
  return (
    <ul className="max-h-96 divide-y divide-separator overflow-y-auto">
      {deliveries.data.map((delivery) => (
        <DeliveryRow key={delivery.id} delivery={delivery} canWrite={canWrite} />
      ))}
    </ul>
  );
}

function DeliveryRow({ delivery, canWrite }: { delivery: Delivery; canWrite: boolean }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const again = useMutation(
    trpc.notifications.redeliver.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.notifications.pathKey() }),
      onError: (error) => notify.problem("It was not sent again", describeProblem(error).message),
    }),
  );
  const { state } = delivery;
  const Icon = state === "delivered" ? CircleCheck : state === "failed" ? CircleX : Clock;
  const event = NotificationEvent.safeParse(delivery.event);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5">
      <Icon
        aria-hidden
        className={state === "failed" ? "size-4 shrink-0 text-danger-text" : "size-4 shrink-0 text-muted"}
      />
      <div className="min-w-0 flex-1 basis-48">
        <p className="text-sm">
          {event.success ? eventLabels[event.data] : "Test"}{" "}
          <span className="text-xs text-muted">
            <RelativeTime at={delivery.createdAt} />
          </span>
        </p>
        <p className="text-xs break-words text-muted">
          {describeDelivery(delivery)}
          {delivery.nextTryAt && delivery.tries > 0 ? (
            <>
              {" "}
              Next try <RelativeTime at={delivery.nextTryAt} />.
            </>
          ) : null}
        </p>
      </div>
      {canWrite && state === "failed" ? (
        <Button size="sm" isPending={again.isPending} onPress={() => again.mutate({ id: delivery.id })}>
          Send again
        </Button>
      ) : null}
    </li>
  );
}
