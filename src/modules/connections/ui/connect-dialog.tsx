"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useState } from "react";
import { Button, ButtonAnchor } from "@/ui/button";
import { ChoiceRow } from "@/ui/choice-row";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { ConnectOption, Team } from "../schema";
import type { ConnectionPlatform } from "./platform-ids";
import { TeamChoice } from "./team-choice";
import { TokenField } from "./token-field";
import { TokenGuide } from "./token-guide";

interface ConnectDialogProps {
  /** Null while it is closed. */
  platform: ConnectionPlatform | null;
  options: readonly ConnectOption[];
  onChoose(platform: ConnectionPlatform): void;
  onClose(): void;
  onDone(): void;
}

/** Connects an account: platform, token, and the team where the token sees several. */
export function ConnectDialog({ platform, options, onChoose, onClose, onDone }: ConnectDialogProps) {
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
      key={`${shown.platform}-${platform === null}`}
      isOpen={platform !== null}
      option={shown}
      options={options}
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

function ConnectForm({ isOpen, option, options, onChoose, onClose, onDone }: ConnectFormProps) {
  const formId = useId();
  const [token, setToken] = useState("");
  const [name, setName] = useState("");
  const [isTried, setTried] = useState(false);
  const [choice, setChoice] = useState<{ teams: Team[]; own: string | null }>();
  const [teamId, setTeamId] = useState<string | null>();
  const connect = useConnect(option, { onTeams: setChoice, onDone });
  const problem = connect.error ? describeProblem(connect.error).message : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!token.trim() || (choice && teamId === undefined)) return;
    connect.mutate({
      platform: option.platform,
      token,
      ...(name.trim() ? { name } : {}),
      ...(choice && teamId !== undefined ? { teamId } : {}),
    });
  };
  const backToToken = () => {
    setChoice(undefined);
    setTeamId(undefined);
    setTried(false);
    connect.reset();
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
            onChange={setTeamId}
            error={isTried && teamId === undefined && !connect.isPending}
          />
        ) : (
          <>
            <ChoiceRow
              legend="Platform"
              name="connect-platform"
              options={options.map(({ platform, label }) => ({ value: platform, label }))}
              value={option.platform}
              onChange={onChoose}
            />
            <OauthEntry option={option} />
            <TokenGuide option={option} />
            <TokenField
              label={`${option.label} ${option.tokenName}`}
              value={token}
              onValueChange={(value) => {
                setToken(value);
                connect.reset();
              }}
              error={isTried && !token.trim() ? "Paste the token." : undefined}
            />
            <Field
              label="Name in Berth, optional"
              name="connection-name"
              maxLength={60}
              description="Without one it is called after its team or account."
              value={name}
              onValueChange={setName}
            />
          </>
        )}
        {problem ? (
          <p role="alert" className="break-words text-danger-text">
            {problem}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}

/** The platform's own consent page, which needs no token to be copied. */
function OauthEntry({ option: { label, oauthHref } }: { option: ConnectOption }) {
  if (oauthHref === null) return null;
  return (
    <div className="space-y-3 border-b border-separator pb-4">
      <ButtonAnchor href={oauthHref} variant="primary" className="w-full">
        Connect with {label}
      </ButtonAnchor>
      <p className="text-xs text-muted">{label} asks you what Berth may do. Or use a token of your own:</p>
    </div>
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
