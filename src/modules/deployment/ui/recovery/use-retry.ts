"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";

/** The same with values that are stored first; the form shows what is refused. */
export function useRetryWith() {
  const router = useRouter();
  const trpc = useTRPC();
  return useMutation(
    trpc.deployment.retryWith.mutationOptions({ onSuccess: ({ id }) => router.push(`/deployments/${id}`) }),
  );
}

/** Starts a deployment once more and leads to the new one; a refusal is told beside the page. */
export function useRetry() {
  const router = useRouter();
  const trpc = useTRPC();
  return useMutation(
    trpc.deployment.retry.mutationOptions({
      onSuccess: ({ id }) => router.push(`/deployments/${id}`),
      onError: (error) => notify.problem("The retry did not start", describeProblem(error).message),
    }),
  );
}
