"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useState } from "react";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { describeProblem } from "@/ui/problem";
import { useTRPC } from "@/ui/trpc";

interface CreateTokenDialogProps {
  isOpen: boolean;
  onClose(): void;
}

const lifetimes = [
  { days: 7, label: "7 days" },
  { days: 30, label: "30 days" },
  { days: 90, label: "90 days" },
  { days: 365, label: "1 year" },
  { days: null, label: "No expiry" },
] as const;

/** Names a new token and shows it once. */
export function CreateTokenDialog({ isOpen, onClose }: CreateTokenDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  const create = useMutation(
    trpc.identity.tokens.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.identity.tokens.pathKey() }),
    }),
  );
  const { reset } = create;
  useEffect(() => {
    if (isOpen) reset();
  }, [isOpen, reset]);
  const token = create.data?.token;
  const footer = token ? (
    <Button variant="primary" onPress={onClose}>
      Done
    </Button>
  ) : (
    <>
      <Button onPress={onClose}>Cancel</Button>
      <Button variant="primary" type="submit" form={formId} isPending={create.isPending}>
        Create token
      </Button>
    </>
  );
  return (
    <Dialog title={token ? "Copy the token now" : "New API token"} isOpen={isOpen} onClose={onClose} footer={footer}>
      {token ? (
        <NewToken token={token} />
      ) : (
        <TokenForm
          id={formId}
          problem={create.error ? describeProblem(create.error).message : undefined}
          onSubmit={(input) => create.mutate(input)}
        />
      )}
    </Dialog>
  );
}

interface TokenFormProps {
  id: string;
  problem: string | undefined;
  onSubmit(input: { name: string; expiresInDays: number | null }): void;
}

function TokenForm({ id, problem, onSubmit }: TokenFormProps) {
  const [name, setName] = useState("");
  const [days, setDays] = useState<number | null>(90);
  const [isTried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim()) onSubmit({ name, expiresInDays: days });
  };
  return (
    <form id={id} noValidate onSubmit={submit} className="space-y-4">
      <Field
        autoFocus
        label="Name"
        name="token-name"
        placeholder="CI of my shop"
        maxLength={80}
        description="So that you recognise it in the list."
        value={name}
        onValueChange={setName}
        error={isTried && !name.trim() ? "Give the token a name." : undefined}
      />
      <fieldset>
        <legend className="mb-1.5 text-xs font-medium">Expires after</legend>
        <div className="flex flex-wrap gap-2">
          {lifetimes.map((lifetime) => (
            <label
              key={lifetime.label}
              className="flex h-8 cursor-pointer items-center gap-2 rounded-lg border border-border px-2.5 text-xs has-checked:border-accent has-checked:bg-accent/8 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus pointer-coarse:h-11"
            >
              <input
                type="radio"
                name="lifetime"
                className="accent-accent outline-none"
                checked={days === lifetime.days}
                onChange={() => setDays(lifetime.days)}
              />
              {lifetime.label}
            </label>
          ))}
        </div>
      </fieldset>
      {problem ? (
        <p role="alert" className="text-danger-text">
          {problem}
        </p>
      ) : null}
    </form>
  );
}

function NewToken({ token }: { token: string }) {
  return (
    <div className="space-y-3">
      <p className="text-muted">Berth keeps only a fingerprint of it and cannot show it again.</p>
      <div className="flex items-center gap-2 rounded-lg border border-border bg-code py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 overflow-x-auto py-1.5 text-xs whitespace-nowrap">{token}</code>
        <CopyButton text={token} what="token" />
      </div>
      <p className="text-xs text-muted">
        Programs send it as <code>Authorization: Bearer</code>; the berth command reads it from <code>BERTH_TOKEN</code>
        .
      </p>
    </div>
  );
}
