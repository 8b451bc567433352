"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import { type OpenStream, useEventStream } from "@/ui/use-event-stream";
import type { DeploymentDetail, DeploymentEvent } from "../../schema";
import { isUnfinished } from "../status";

const changing: ReadonlySet<string> = new Set(["status", "step", "end", "recovery"]);

/** A deployment's row and its events. The row is read again when an event says that it changed. */
export function useDeployment(id: string, initial: DeploymentDetail | undefined) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const [opened, setOpened] = useState(0);
  const options = trpc.deployment.get.queryOptions({ id }, { initialData: initial });
  // The stream tells of every change; the interval only covers one that was lost with its connection.
  const query = useQuery({
    ...options,
    refetchInterval: ({ state }) => (state.data && isUnfinished(state.data.status) ? 10_000 : false),
  });

  const open: OpenStream<DeploymentEvent> = useCallback(
    (after, { onEvent, onOpen, onLost, onEnd }) => {
      const subscription = client.deployment.events.subscribe(
        { id, lastEventId: after > 0 ? String(after) : undefined },
        {
          onData: ({ data }) => onEvent(data),
          onConnectionStateChange: ({ state }) => {
            if (state === "pending") onOpen();
            if (state === "connecting") onLost();
          },
          onError: onEnd,
          onComplete: () => onEnd(),
        },
      );
      return () => subscription.unsubscribe();
    },
    [client, id],
  );
  const isKnown = query.data !== undefined;
  const { events, connection } = useEventStream(isKnown ? `${id}#${opened}` : undefined, open);

  const lastChange = useRef(0);
  const newest = events.findLast(({ kind }) => changing.has(kind))?.seq ?? 0;
  useEffect(() => {
    if (newest <= lastChange.current) return;
    lastChange.current = newest;
    const timer = setTimeout(() => {
      void queries.invalidateQueries({ queryKey: trpc.deployment.get.queryKey({ id }) });
      void queries.invalidateQueries({ queryKey: trpc.deployment.list.queryKey() });
      void queries.invalidateQueries({ queryKey: trpc.deployment.apps.queryKey() });
    }, 30);
    return () => clearTimeout(timer);
  }, [newest, id, queries, trpc]);

  const reopen = useCallback(() => {
    setOpened((count) => count + 1);
    void queries.invalidateQueries({ queryKey: trpc.deployment.pathKey() });
  }, [queries, trpc]);
  return { query, events, connection, reopen };
}
