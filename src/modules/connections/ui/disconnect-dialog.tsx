"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import { platformFacts } from "../platforms";
import type { Connection } from "../schema";
import type { Usage, UsageOf } from "./use-usage";

interface DisconnectDialogProps {
  connection: Connection | undefined;
  usage: UsageOf;
  onClose(): void;
}

const shownNames = 5;

/** Asks for the name typed, after telling what depends on the account. */
export function DisconnectDialog({ connection, usage, onClose }: DisconnectDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [last, setLast] = useState(connection);
  useEffect(() => {
    if (connection) setLast(connection);
  }, [connection]);
  const disconnect = useMutation(trpc.platform.disconnect.mutationOptions());
  const shown = connection ?? last;
  if (!shown) return null;
  const { label } = platformFacts[shown.platform];
  const confirm = async () => {
    await disconnect.mutateAsync({ id: shown.id });
    await queryClient.invalidateQueries({ queryKey: trpc.platform.pathKey() });
    notify.done(`${shown.name} is disconnected`, `Revoke its token on ${label} too if nothing else uses it.`);
  };
  return (
    <ConfirmDialog
      isOpen={connection !== undefined}
      onClose={onClose}
      title={`Disconnect ${shown.name}?`}
      action="Disconnect"
      isDanger
      typedName={shown.name}
      onConfirm={confirm}
    >
      <p>Berth forgets the token, which cannot be brought back.</p>
      <Dependents usage={usage(shown.id)} label={label} />
    </ConfirmDialog>
  );
}

function Dependents({ usage: { apps, deployments }, label }: { usage: Usage; label: string }) {
  if (apps.length === 0 && deployments.length === 0) return <p className="mt-2">Nothing was deployed with it yet.</p>;
  return (
    <ul className="mt-2 list-disc space-y-1 pl-5">
      {apps.length > 0 ? (
        <li>
          {listed(apps, "app")} on {label} {apps.length === 1 ? "goes" : "go"} on running, and Berth cannot change{" "}
          {apps.length === 1 ? "it" : "them"} any more.
        </li>
      ) : null}
      {deployments.length > 0 ? (
        <li>
          {listed(deployments, "deployment")} {deployments.length === 1 ? "is" : "are"} not over, and will fail.
        </li>
      ) : null}
    </ul>
  );
}

/** "2 apps (shop, api)". */
function listed(items: readonly { name: string }[], what: string): string {
  const names = items.slice(0, shownNames).map(({ name }) => name);
  const more = items.length - names.length;
  return `${items.length} ${what}${items.length === 1 ? "" : "s"} (${names.join(", ")}${more > 0 ? ` and ${more} more` : ""})`;
}
