"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useState } from "react";
import { Button } from "@/ui/button";
import { ChoiceRow } from "@/ui/choice-row";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { ConnectOption, Team } from "../schema";
import { OauthEntry } from "./oauth-entry";
import type { ConnectionPlatform } from "./platform-ids";
import { TeamChoice } from "./team-choice";
import { TokenField } from "./token-field";
import { TokenGuide } from "./token-guide";

interface ConnectDialogProps {
  /** Null while it is closed. */
  platform: ConnectionPlatform | null;
  options: readonly ConnectOption[];
  /** The page that sent the person here. */
  back: string | undefined;
  onChoose(platform: ConnectionPlatform): void;
  onClose(): void;
  onDone(): void;
}

interface Draft {
  token: string;
  name: string;
  /** The teams the token sees, once the platform was asked. */
  choice: { teams: Team[]; own: string | null } | undefined;
  teamId: string | null | undefined;
  isTried: boolean;
}

const empty: Draft = { token: "", name: "", choice: undefined, teamId: undefined, isTried: false };

/** Connects an account: platform, token, and the team where the token sees several. */
export function ConnectDialog({ platform, options, back, onChoose, onClose, onDone }: ConnectDialogProps) {
  const option = options.find((candidate) => candidate.platform === platform);
  const [lastOption, setLastOption] = useState(option);
  useEffect(() => {
    if (option) setLastOption(option);
  }, [option]);
  // While it closes, the dialog still shows what it was about.
  const shown = option ?? lastOption;
  if (!shown) return null;
  return (
    <ConnectForm
      isOpen={platform !== null}
      option={shown}
      options={options}
      back={back}
      onChoose={onChoose}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

interface ConnectFormProps extends Omit<ConnectDialogProps, "platform"> {
  isOpen: boolean;
  option: ConnectOption;
}

function ConnectForm({ isOpen, option, options, back, onChoose, onClose, onDone }: ConnectFormProps) {
  const formId = useId();
  const { platform } = option;
  const [draft, setDraft] = useState(empty);
  const { token, name, choice, teamId, isTried } = draft;
  const change = (changes: Partial<Draft>) => setDraft((current) => ({ ...current, ...changes }));
  const connect = useConnect(option, { onTeams: (teams) => change({ choice: teams, isTried: false }), onDone });
  const { reset } = connect;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a token is for one platform, and is gone with the dialog
  useEffect(() => {
    setDraft(empty);
    reset();
  }, [platform, isOpen, reset]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change({ isTried: true });
    if (!token.trim() || (choice && teamId === undefined)) return;
    connect.mutate({ platform, token, ...(name.trim() ? { name } : {}), ...(choice ? { teamId } : {}) });
  };
  const backToToken = () => {
    change({ choice: undefined, teamId: undefined, isTried: false });
    reset();
  };
  const footer = (
    <>
      <Button onPress={choice ? backToToken : onClose}>{choice ? "Back" : "Cancel"}</Button>
      <Button variant="primary" type="submit" form={formId} isPending={connect.isPending}>
        {choice ? `Connect this ${option.teamName}` : `Connect ${option.label}`}
      </Button>
    </>
  );
  const title = choice ? `Choose a ${option.teamName}` : "Connect an account";
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} footer={footer} size="md">
      <form id={formId} noValidate onSubmit={submit} className="space-y-4">
        {choice ? (
          <TeamChoice
            option={option}
            teams={choice.teams}
            own={choice.own}
            value={teamId}
            onChange={(id) => change({ teamId: id })}
            error={isTried && teamId === undefined}
          />
        ) : (
          <>
            <ChoiceRow
              legend="Platform"
              name="connect-platform"
              options={options.map((each) => ({ value: each.platform, label: each.label }))}
              value={platform}
              onChange={onChoose}
            />
            <OauthEntry option={option} back={back} />
            <TokenGuide option={option} />
            <TokenField
              isFirst={option.oauthHref === null}
              label={`${option.label} ${option.tokenName}`}
              value={token}
              onValueChange={(value) => {
                change({ token: value });
                reset();
              }}
              error={isTried && !token.trim() ? "Paste the token." : undefined}
            />
            <Problem error={connect.error} />
            <Field
              label="Name in Berth, optional"
              name="connection-name"
              maxLength={60}
              description="Without one it is called after its team or account."
              value={name}
              onValueChange={(value) => change({ name: value })}
            />
          </>
        )}
        {choice ? <Problem error={connect.error} /> : null}
      </form>
    </Dialog>
  );
}

function Problem({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <p role="alert" className="break-words text-danger-text">
      {describeProblem(error).message}
    </p>
  );
}

function useConnect(
  option: ConnectOption,
  on: { onTeams(choice: { teams: Team[]; own: string | null }): void; onDone(): void },
) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.platform.connect.mutationOptions({
      onSuccess: async (result) => {
        if (result.outcome === "choose-team") return on.onTeams(result);
        await queryClient.invalidateQueries({ queryKey: trpc.platform.pathKey() });
        const { name } = result.connection;
        if (result.outcome === "connected") notify.done(`${option.label} is connected`, name);
        else notify.done(`${name} has the new token`, "The account was connected already.");
        on.onDone();
      },
    }),
  );
}
