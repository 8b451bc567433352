"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useState } from "react";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { Connection } from "../schema";

interface RenameDialogProps {
  connection: Connection | undefined;
  onClose(): void;
}

/** Gives a connection another name in Berth. */
export function RenameDialog({ connection, onClose }: RenameDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  const [name, setName] = useState("");
  const rename = useMutation(
    trpc.platform.rename.mutationOptions({
      onSuccess: async (renamed) => {
        await queryClient.invalidateQueries({ queryKey: trpc.platform.pathKey() });
        notify.done("Connection renamed", renamed.name);
        onClose();
      },
    }),
  );
  const { reset } = rename;
  useEffect(() => {
    if (!connection) return;
    setName(connection.name);
    reset();
  }, [connection, reset]);
  const problem = name.trim() ? (rename.error ? describeProblem(rename.error).message : undefined) : "Enter a name.";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (connection && name.trim()) rename.mutate({ id: connection.id, name });
  };
  const footer = (
    <>
      <Button onPress={onClose}>Cancel</Button>
      <Button variant="primary" type="submit" form={formId} isPending={rename.isPending}>
        Rename
      </Button>
    </>
  );
  return (
    <Dialog title="Rename the connection" isOpen={connection !== undefined} onClose={onClose} footer={footer}>
      <form id={formId} noValidate onSubmit={submit}>
        <Field
          autoFocus
          label="Name"
          name="connection-name"
          maxLength={60}
          description="How it is called in Berth; the account keeps its own name."
          value={name}
          onValueChange={(value) => {
            setName(value);
            reset();
          }}
          error={problem}
        />
      </form>
    </Dialog>
  );
}
