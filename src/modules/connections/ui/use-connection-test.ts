"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/ui/trpc";

/** Asks the platform whether it accepts the stored token, and shows in the list what it said. */
export function useConnectionTest(id: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const test = useMutation(
    trpc.platform.test.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.platform.pathKey() }),
    }),
  );
  return { start: () => test.mutate({ id }), isPending: test.isPending, result: test.data, error: test.error };
}

export type ConnectionTestState = ReturnType<typeof useConnectionTest>;
