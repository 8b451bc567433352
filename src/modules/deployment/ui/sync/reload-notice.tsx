"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "@/ui/button";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import type { DeploymentDetail } from "../../schema";

const shown = 4;

/** Says that variables of a running app have other values by now, and brings them to it. Nothing while they are the same. */
export function ReloadNotice({ deployment }: { deployment: DeploymentDetail }) {
  const { appName: name = "", projectId, environment } = deployment;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const { data } = useQuery(
    trpc.deployment.changedValues.queryOptions({ name }, { enabled: name !== "", retry: false }),
  );
  const reload = useMutation({
    mutationFn: () => client.deployment.reload.mutate({ projectId, environment, app: name }),
    onSuccess: ({ apps }) => {
      const own = apps.find(({ platform }) => platform === "local");
      if (own?.deploymentId) router.push(`/deployments/${own.deploymentId}`);
      else notify.problem("Nothing was reloaded", own?.message ?? "The app does not run any more.");
    },
    onError: (error) => notify.problem("The app was not reloaded", describeProblem(error).message),
  });
  if (!data || data.changed.length === 0) return null;
  const { changed, builtIn } = data;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-b border-separator px-4 py-3">
      <div className="min-w-0 flex-1 basis-72 text-sm">
        <p>{changed.length === 1 ? "One variable has" : `${changed.length} variables have`} another value by now</p>
        <p className="mt-0.5 text-xs text-pretty break-words text-muted">
          {named(changed)}.{" "}
          {builtIn.length === 0
            ? "A reload starts the app again with them; what serves goes on serving until that is healthy."
            : `${named(builtIn)} ${builtIn.length === 1 ? "is" : "are"} built in, so it takes a redeploy.`}
        </p>
      </div>
      {builtIn.length === 0 ? (
        <Button size="sm" isPending={reload.isPending} onPress={() => reload.mutate()}>
          <RefreshCw aria-hidden />
          Reload with current values
        </Button>
      ) : null}
    </div>
  );
}

function named(names: readonly string[]): string {
  const rest = names.length - shown;
  return rest > 1 ? `${names.slice(0, shown).join(", ")} and ${rest} more` : names.join(", ");
}
