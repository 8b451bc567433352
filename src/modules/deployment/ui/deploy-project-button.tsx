"use client";
import { useMutation } from "@tanstack/react-query";
import { Rocket } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "@/ui/button";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";

/** Deploys a project as it is to this machine and opens the deployment. */
export function DeployProjectButton({ projectId, environment }: { projectId: string; environment?: string }) {
  const router = useRouter();
  const trpc = useTRPC();
  const start = useMutation(
    trpc.deployment.start.mutationOptions({
      onSuccess: ({ id }) => router.push(`/deployments/${id}`),
      onError: (error) => notify.problem("The deployment did not start", describeProblem(error).message),
    }),
  );
  return (
    <Button
      variant="primary"
      isPending={start.isPending}
      onPress={() => start.mutate({ projectId, environment, platform: "local", idempotencyKey: crypto.randomUUID() })}
    >
      <Rocket aria-hidden />
      Deploy
    </Button>
  );
}
