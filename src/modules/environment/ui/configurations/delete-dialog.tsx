"use client";
import { useRouter } from "next/navigation";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { plural } from "@/ui/format";
import type { ConfigurationSummary } from "../../configurations/schema";
import { addressOf, type EnvironmentPlace } from "../place";
import { useConfigurationChanges } from "./use-configuration-changes";

interface DeleteDialogProps {
  place: EnvironmentPlace;
  configuration: ConfigurationSummary;
  isOpen: boolean;
  onClose(): void;
}

/** Deletes a configuration with its values and its history, once its name is typed. */
export function DeleteDialog({ place, configuration, isOpen, onClose }: DeleteDialogProps) {
  const router = useRouter();
  const { remove } = useConfigurationChanges(place);
  const { name, count } = configuration;
  const confirm = async () => {
    await remove(name);
    if (place.configuration === name)
      router.replace(addressOf({ ...place, configuration: undefined }, "configurations"));
  };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title="Delete configuration"
      action="Delete configuration"
      isDanger
      typedName={name}
      onConfirm={confirm}
    >
      {plural(count, "variable")} and the whole history of <strong className="break-all text-foreground">{name}</strong>{" "}
      are gone for good. Deployments that ran with it can no longer be made again with the same values.
    </ConfirmDialog>
  );
}
