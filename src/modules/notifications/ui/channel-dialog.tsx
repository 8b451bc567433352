"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useState } from "react";
import { Button } from "@/ui/button";
import { ChoiceRow } from "@/ui/choice-row";
import { CopyButton } from "@/ui/copy-button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { describeProblem } from "@/ui/problem";
import { useTRPC } from "@/ui/trpc";
import { ChannelKind, type CreateChannel, NotificationEvent } from "../schema";
import { eventLabels, kindLabels } from "./event-labels";

interface ChannelDialogProps {
  isOpen: boolean;
  onClose(): void;
  canMail: boolean;
}

/** Adds a channel; the secret of a webhook is shown once. */
export function ChannelDialog({ isOpen, onClose, canMail }: ChannelDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  const create = useMutation(
    trpc.notifications.create.mutationOptions({
      onSuccess: async ({ secret }) => {
        await queryClient.invalidateQueries({ queryKey: trpc.notifications.pathKey() });
        if (!secret) onClose();
      },
    }),
  );
  const { reset } = create;
  useEffect(() => {
    if (isOpen) reset();
  }, [isOpen, reset]);
  const secret = create.data?.secret;
  const footer = secret ? (
    <Button variant="primary" onPress={onClose}>
      Done
    </Button>
  ) : (
    <>
      <Button onPress={onClose}>Cancel</Button>
      <Button variant="primary" type="submit" form={formId} isPending={create.isPending}>
        Add channel
      </Button>
    </>
  );
  return (
    <Dialog title={secret ? "Copy the secret now" : "New channel"} isOpen={isOpen} onClose={onClose} footer={footer}>
      {secret ? (
        <NewSecret secret={secret} />
      ) : (
        <ChannelForm
          id={formId}
          canMail={canMail}
          problem={create.error ? describeProblem(create.error).message : undefined}
          onSubmit={(input) => create.mutate(input)}
        />
      )}
    </Dialog>
  );
}

interface ChannelFormProps {
  id: string;
  canMail: boolean;
  problem: string | undefined;
  onSubmit(input: CreateChannel): void;
}

const kinds = ChannelKind.options.map((value) => ({ value, label: kindLabels[value] }));

function ChannelForm({ id, canMail, problem, onSubmit }: ChannelFormProps) {
  const trpc = useTRPC();
  const projects = useQuery(trpc.project.list.queryOptions());
  const [kind, setKind] = useState<ChannelKind>("webhook");
  const [name, setName] = useState("");
  const [address, setAddress] = useState("");
  const [allowPrivate, setAllowPrivate] = useState(false);
  const [projectId, setProjectId] = useState("");
  const [events, setEvents] = useState<NotificationEvent[]>(["deployment.failed", "deployment.timed_out"]);
  const [isTried, setTried] = useState(false);
  const isMail = kind === "email";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!name.trim() || !address.trim() || events.length === 0) return;
    const place = isMail ? { kind, address } : { kind, address, allowPrivate };
    onSubmit({ name, place, events, projectId: projectId || null });
  };
  return (
    <form id={id} noValidate onSubmit={submit} className="space-y-4">
      <ChoiceRow legend="Kind" name="channel-kind" options={kinds} value={kind} onChange={(next) => setKind(next)} />
      {isMail && !canMail ? (
        <p className="text-xs text-warning-text">
          Berth cannot send e-mail yet. Set <code>SMTP_URL</code> and <code>MAIL_FROM</code>, and start it again.
        </p>
      ) : null}
      <Field
        autoFocus
        label="Name"
        name="channel-name"
        placeholder="Operations"
        maxLength={80}
        value={name}
        onValueChange={setName}
        error={isTried && !name.trim() ? "Give it a name." : undefined}
      />
      <Field
        label={isMail ? "E-mail address" : "Address"}
        name="channel-address"
        type={isMail ? "email" : "url"}
        placeholder={isMail ? "team@example.com" : "https://example.com/hooks/berth"}
        description={descriptions[kind]}
        value={address}
        onValueChange={setAddress}
        error={isTried && !address.trim() ? "Enter where messages go." : undefined}
      />
      {isMail ? null : (
        <Tick checked={allowPrivate} onChange={setAllowPrivate}>
          The address is in my own network
        </Tick>
      )}
      <fieldset>
        <legend className="mb-1.5 text-xs font-medium">Tell when a deployment</legend>
        <div className="grid grid-cols-2 gap-1">
          {NotificationEvent.options.map((event) => (
            <Tick
              key={event}
              checked={events.includes(event)}
              onChange={(isOn) => setEvents(isOn ? [...events, event] : events.filter((each) => each !== event))}
            >
              {eventLabels[event]}
            </Tick>
          ))}
        </div>
        {isTried && events.length === 0 ? (
          <p className="mt-1 text-xs text-danger-text">Choose at least one outcome.</p>
        ) : null}
      </fieldset>
      <label className="flex flex-col gap-1.5 text-xs font-medium">
        Of
        <select
          value={projectId}
          onChange={(event) => setProjectId(event.target.value)}
          className="h-9 rounded-lg border border-border bg-surface px-2 text-sm font-normal pointer-coarse:h-11"
        >
          <option value="">Every project</option>
          {projects.data?.map((project) => (
            <option key={project.id} value={project.id}>
              {project.name}
            </option>
          ))}
        </select>
      </label>
      {problem ? (
        <p role="alert" className="text-danger-text">
          {problem}
        </p>
      ) : null}
    </form>
  );
}

const descriptions: Record<ChannelKind, string> = {
  webhook: "Gets JSON, signed as Standard Webhooks asks.",
  slack: "An incoming webhook of Slack, or of a chat that takes its form.",
  email: "One address. Add a channel for each person or list.",
};

function Tick(props: { checked: boolean; onChange(checked: boolean): void; children: string }) {
  return (
    <label className="flex min-h-8 cursor-pointer items-center gap-2 text-sm pointer-coarse:min-h-11">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={props.checked}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      {props.children}
    </label>
  );
}

function NewSecret({ secret }: { secret: string }) {
  return (
    <div className="space-y-3">
      <p className="text-muted">The receiver checks messages with it. Berth does not show it again.</p>
      <div className="flex items-center gap-2 rounded-lg border border-border bg-code py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 overflow-x-auto py-1.5 text-xs whitespace-nowrap">{secret}</code>
        <CopyButton text={secret} what="secret" />
      </div>
      <p className="text-xs text-muted">
        The header <code>webhook-signature</code> holds the HMAC-SHA256 of id, time and body. Libraries that speak
        Standard Webhooks check it for you.
      </p>
    </div>
  );
}
