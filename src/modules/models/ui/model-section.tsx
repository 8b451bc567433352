"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Sparkles } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { Skeleton } from "@/ui/skeleton";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import { modelProviders } from "../providers";
import type { ModelConnection, ModelSettings } from "../schema";
import { ModelForm } from "./model-form";

/** The language model Berth itself uses. Apps it generates have keys of their own. */
export function ModelSection() {
  const trpc = useTRPC();
  const settings = useQuery(trpc.models.get.queryOptions());
  return (
    <Section
      id="ai"
      title="AI"
      description="The language model Berth itself uses, such as to read a description. Your apps have their own keys."
    >
      <div className="p-4">
        {settings.isError ? (
          <ErrorState
            title="The model could not be loaded"
            error={settings.error}
            onRetry={() => void settings.refetch()}
          />
        ) : settings.data ? (
          <ModelState settings={settings.data} />
        ) : (
          <Skeleton className="h-64" />
        )}
      </div>
    </Section>
  );
}

function ModelState({ settings }: { settings: ModelSettings }) {
  const { connection, canWrite } = settings;
  const [isSettingUp, setSettingUp] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  if (!canWrite) return <ReadOnly connection={connection} />;
  if (!connection && !isSettingUp) {
    return (
      <EmptyState
        icon={Sparkles}
        title="No model yet"
        action={
          <Button variant="primary" onPress={() => setSettingUp(true)}>
            Set up a model
          </Button>
        }
      >
        With a model, a sentence about your app fills the wizard. Without one, Berth goes by keywords. Any provider's
        key works, and so does a model on this machine.
      </EmptyState>
    );
  }
  return (
    <>
      <ModelForm
        key={connection ? "stored" : "first"}
        connection={connection}
        {...(connection ? { onRemove: () => setRemoving(true) } : { onCancel: () => setSettingUp(false) })}
      />
      <RemoveDialog
        isOpen={isRemoving}
        onClose={() => {
          setRemoving(false);
          setSettingUp(false);
        }}
      />
    </>
  );
}

function ReadOnly({ connection }: { connection: ModelConnection | null }) {
  if (!connection) return <p className="text-sm text-muted">No model is set up. An owner or admin can do that.</p>;
  return (
    <p className="text-sm">
      <code className="break-all">{connection.model}</code> of {modelProviders[connection.provider].label}.{" "}
      <span className="text-muted">An owner or admin can change it.</span>
    </p>
  );
}

function RemoveDialog({ isOpen, onClose }: { isOpen: boolean; onClose(): void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(trpc.models.remove.mutationOptions());
  const confirm = async () => {
    await remove.mutateAsync();
    await queryClient.invalidateQueries({ queryKey: trpc.models.pathKey() });
    notify.done("Model removed");
  };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title="Remove the model?"
      action="Remove model"
      isDanger
      onConfirm={confirm}
    >
      Berth forgets its key, which cannot be brought back, and reads descriptions by keywords again.
    </ConfirmDialog>
  );
}
