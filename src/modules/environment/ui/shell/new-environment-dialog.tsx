"use client";
import { useEffect, useState } from "react";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { EnvironmentName } from "../../schema";

interface NewEnvironmentDialogProps {
  isOpen: boolean;
  taken: readonly string[];
  onClose(): void;
  onName(name: string): void;
}

/** Asks for the name of an environment; the first save there makes it. */
export function NewEnvironmentDialog({ isOpen, taken, onClose, onName }: NewEnvironmentDialogProps) {
  const [name, setName] = useState("");
  useEffect(() => {
    if (!isOpen) setName("");
  }, [isOpen]);
  const fault = faultOf(name, taken);
  const open = () => {
    if (name === "" || fault !== undefined) return;
    onClose();
    onName(name);
  };
  const footer = (
    <>
      <Button onPress={onClose}>Cancel</Button>
      <Button variant="primary" isDisabled={name === "" || fault !== undefined} onPress={open}>
        Open environment
      </Button>
    </>
  );
  return (
    <Dialog title="New environment" isOpen={isOpen} onClose={onClose} footer={footer}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <Field
          autoFocus
          label="Name"
          placeholder="qa"
          value={name}
          onValueChange={(next) => setName(next.trim())}
          error={fault}
          description="Lower-case letters, digits and dashes. What you save there makes it."
        />
      </form>
    </Dialog>
  );
}

function faultOf(name: string, taken: readonly string[]): string | undefined {
  if (name === "") return undefined;
  if (taken.includes(name)) return "This environment is there already.";
  return EnvironmentName.safeParse(name).error?.issues[0]?.message;
}
