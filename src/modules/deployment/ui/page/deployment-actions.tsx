"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowUpFromLine, Ban, CirclePlay, RotateCw, Square, Trash2, Undo2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { Button } from "@/ui/button";
import { usePaletteActions } from "@/ui/frame/overlays";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import type { DeploymentDetail } from "../../schema";
import { isUnfinished } from "../status";

const RedeployDialog = dynamic(() => import("./redeploy-dialog").then((part) => part.RedeployDialog), { ssr: false });
const ConfirmDialog = dynamic(() => import("@/ui/confirm-dialog").then((part) => part.ConfirmDialog), { ssr: false });

interface DeploymentActionsProps {
  deployment: DeploymentDetail;
  onChanged(): void;
}

/** What can be done with the deployment in its present state. */
export function DeploymentActions({ deployment, onChanged }: DeploymentActionsProps) {
  const [asked, setAsked] = useState<keyof typeof questions | "redeploy">();
  const actions = useActions(deployment, onChanged);
  const offered = offer(deployment);
  const list = useMemo(
    () => [
      ...(offered.cancel ? [{ id: "cancel", label: "Cancel this deployment", run: () => setAsked("cancel") }] : []),
      ...(offered.redeploy ? [{ id: "redeploy", label: "Redeploy", run: () => setAsked("redeploy") }] : []),
      ...(offered.stop ? [{ id: "stop", label: "Stop the app", run: actions.stop.run }] : []),
      ...(offered.start ? [{ id: "start", label: "Start the app", run: actions.start.run }] : []),
    ],
    [offered.cancel, offered.redeploy, offered.stop, offered.start, actions.stop.run, actions.start.run],
  );
  usePaletteActions(list);
  return (
    <div className="flex flex-wrap gap-2">
      {offered.cancel ? (
        <Button isDisabled={deployment.status === "cancelling"} onPress={() => setAsked("cancel")}>
          <Ban aria-hidden />
          {deployment.status === "cancelling" ? "Cancelling" : "Cancel"}
        </Button>
      ) : null}
      {offered.start ? (
        <Button variant="primary" isPending={actions.start.isPending} onPress={actions.start.run}>
          <CirclePlay aria-hidden />
          Start
        </Button>
      ) : null}
      {offered.stop ? (
        <Button isPending={actions.stop.isPending} onPress={actions.stop.run}>
          <Square aria-hidden />
          Stop
        </Button>
      ) : null}
      {offered.promote ? (
        <Button variant="primary" onPress={() => setAsked("promote")}>
          <ArrowUpFromLine aria-hidden />
          Promote to production
        </Button>
      ) : null}
      {offered.rollback ? (
        <Button onPress={() => setAsked("rollback")}>
          <Undo2 aria-hidden />
          Roll back to this
        </Button>
      ) : null}
      {offered.redeploy ? (
        <Button onPress={() => setAsked("redeploy")}>
          <RotateCw aria-hidden />
          Redeploy
        </Button>
      ) : null}
      {offered.delete ? (
        <Button variant="ghost" isIconOnly aria-label="Delete app" onPress={() => setAsked("delete")}>
          <Trash2 aria-hidden />
        </Button>
      ) : null}
      {asked === "redeploy" ? (
        <RedeployDialog onClose={() => setAsked(undefined)} onConfirm={actions.redeploy} />
      ) : null}
      {asked && asked !== "redeploy" ? (
        <Confirmation
          asked={asked}
          onClose={() => setAsked(undefined)}
          appName={deployment.appName}
          actions={actions}
        />
      ) : null}
    </div>
  );
}

const questions = {
  cancel: {
    title: "Cancel this deployment?",
    action: "Cancel deployment",
    text: "The work is stopped within seconds. What serves now goes on serving.",
  },
  rollback: {
    title: "Roll back to this deployment?",
    action: "Roll back",
    text: "A new deployment with the files and settings of this one takes over. The data of the app stays as it is now.",
  },
  promote: {
    title: "Promote this preview to production?",
    action: "Promote",
    text: "Visitors get it from then on. What serves now stays on the platform, and can be rolled back to.",
  },
  delete: {
    title: "Delete this app?",
    action: "Delete app",
    text: "The app stops, and its address, its releases, its source folder and its data folder with the embedded database are removed. The project and its variables stay.",
  },
} as const;

interface ConfirmationProps {
  asked: keyof typeof questions;
  onClose(): void;
  appName: string | undefined;
  actions: ReturnType<typeof useActions>;
}

function Confirmation({ asked, onClose, appName, actions }: ConfirmationProps) {
  const { title, action, text } = questions[asked];
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={title}
      action={action}
      isDanger={asked === "cancel" || asked === "delete"}
      typedName={asked === "delete" ? appName : undefined}
      onConfirm={actions[asked]}
    >
      {text}
    </ConfirmDialog>
  );
}

/** Which actions make sense now. */
export function offer({ status, isCurrent, appName, platform, target }: DeploymentDetail) {
  const isDone = !isUnfinished(status);
  const isServing = platform === "local" && appName !== undefined && isCurrent;
  return {
    cancel: !isDone,
    redeploy: isDone && (status === "succeeded" || status === "stopped"),
    promote: status === "succeeded" && target === "preview",
    rollback: status === "succeeded" && target === "production" && !isCurrent,
    stop: isServing && status === "succeeded",
    start: isServing && status === "stopped",
    delete: isDone && appName !== undefined,
  };
}

function useActions({ id, appName = "" }: DeploymentDetail, onChanged: () => void) {
  const router = useRouter();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const open = ({ id: next }: { id: string }) => router.push(`/deployments/${next}`);
  const onError = (error: unknown) => notify.problem("That did not work", describeProblem(error).message);

  const stop = useMutation({
    mutationFn: () => client.deployment.stopApp.mutate({ name: appName }),
    onSuccess: onChanged,
    onError,
  });
  const start = useMutation({
    mutationFn: () => client.deployment.startApp.mutate({ name: appName }),
    onSuccess: onChanged,
    onError,
  });
  const { mutate: runStop } = stop;
  const { mutate: runStart } = start;
  return {
    redeploy: async (values: "current" | "same") => open(await client.deployment.redeploy.mutate({ id, values })),
    promote: async () => open(await client.deployment.promote.mutate({ id })),
    stop: { run: useMemo(() => () => runStop(), [runStop]), isPending: stop.isPending },
    start: { run: useMemo(() => () => runStart(), [runStart]), isPending: start.isPending },
    cancel: async () => {
      await client.deployment.cancel.mutate({ id });
      onChanged();
    },
    rollback: async () => open(await client.deployment.rollback.mutate({ id })),
    delete: async () => {
      const { deleted } = await client.deployment.deleteApp.mutate({ name: appName });
      notify.done(`Deleted ${appName}`, deleted.join(". "));
      void queries.invalidateQueries({ queryKey: trpc.deployment.pathKey() });
      router.push("/deployments");
    },
  };
}
