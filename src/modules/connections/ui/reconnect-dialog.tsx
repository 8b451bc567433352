"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useState } from "react";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { Connection, ConnectOption } from "../schema";
import { OauthEntry } from "./oauth-entry";
import { TokenField } from "./token-field";
import { TokenGuide } from "./token-guide";
import type { UsageOf } from "./use-usage";

interface ReconnectDialogProps {
  /** Undefined while it is closed. */
  connection: Connection | undefined;
  options: readonly ConnectOption[];
  usage: UsageOf;
  /** The page that sent the person here. */
  back: string | undefined;
  onClose(): void;
  onDone(): void;
}

/** Gives a connection another token of the same account. */
export function ReconnectDialog({ connection, options, usage, back, onClose, onDone }: ReconnectDialogProps) {
  const [last, setLast] = useState(connection);
  useEffect(() => {
    if (connection) setLast(connection);
  }, [connection]);
  // While it closes, the dialog still shows what it was about.
  const shown = connection ?? last;
  const option = options.find(({ platform }) => platform === shown?.platform);
  if (!shown || !option) return null;
  return (
    <ReconnectForm
      isOpen={connection !== undefined}
      connection={shown}
      option={option}
      waiting={usage(shown.id).deployments.length}
      back={back}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

interface ReconnectFormProps {
  isOpen: boolean;
  connection: Connection;
  option: ConnectOption;
  waiting: number;
  back: string | undefined;
  onClose(): void;
  onDone(): void;
}

function ReconnectForm({ isOpen, connection, option, waiting, back, onClose, onDone }: ReconnectFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  const [token, setToken] = useState("");
  const [isTried, setTried] = useState(false);
  const isBroken = connection.state === "refused" || connection.isMoved;
  const reconnect = useMutation(
    trpc.platform.reconnect.mutationOptions({
      onSuccess: async ({ name }) => {
        await queryClient.invalidateQueries({ queryKey: trpc.platform.pathKey() });
        notify.done(`${name} has the new token`, isBroken && waiting > 0 ? "What waited for it goes on." : undefined);
        onDone();
      },
    }),
  );
  const { reset } = reconnect;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a token is for one account, and is gone with the dialog
  useEffect(() => {
    setToken("");
    setTried(false);
    reset();
  }, [connection.id, isOpen, reset]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (token.trim()) reconnect.mutate({ id: connection.id, token });
  };
  const verb = isBroken ? "Reconnect" : "Replace token";
  const footer = (
    <>
      <Button onPress={onClose}>Cancel</Button>
      <Button variant="primary" type="submit" form={formId} isPending={reconnect.isPending}>
        {verb}
      </Button>
    </>
  );
  const { account } = connection;
  return (
    <Dialog
      title={isBroken ? `Reconnect ${connection.name}` : `Replace the token of ${connection.name}`}
      isOpen={isOpen}
      onClose={onClose}
      footer={footer}
      size="md"
    >
      <form id={formId} noValidate onSubmit={submit} className="space-y-4">
        <p className="text-pretty break-words">
          It has to be a token of <strong className="font-medium">{account.name}</strong>
          {account.team ? (
            <>
              {" "}
              that sees the {option.teamName} <strong className="font-medium">{account.team.name}</strong>
            </>
          ) : null}
          . {consequence(isBroken, waiting)}
        </p>
        <OauthEntry option={option} back={back} />
        <TokenGuide option={option} />
        <TokenField
          isFirst={option.oauthHref === null}
          label={`${option.label} ${option.tokenName}`}
          value={token}
          onValueChange={(value) => {
            setToken(value);
            reset();
          }}
          error={isTried && !token.trim() ? "Paste the token." : undefined}
        />
        {reconnect.error ? (
          <p role="alert" className="break-words text-danger-text">
            {describeProblem(reconnect.error).message}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}

function consequence(isBroken: boolean, waiting: number): string {
  if (!isBroken) return "Deployments use it from their next call on; the old one is forgotten.";
  if (waiting === 0) return "No deployment waits for it.";
  return waiting === 1
    ? "The deployment that waits for it then goes on."
    : `The ${waiting} deployments that wait for it then go on.`;
}
