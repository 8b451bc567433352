"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { CircleAlert, Sparkles } from "lucide-react";
import Link from "next/link";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { describeProblem } from "@/ui/problem";
import { Spinner } from "@/ui/spinner";
import { Duration } from "@/ui/time";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import { maxDescription } from "../describe/limits";
import type { ScaffoldConfig } from "../schema";

interface DescribeBoxProps {
  /** The name that stays when the sentence gives none. */
  name: string;
  /** Takes the choices over, with what to say about them. */
  onFill(config: ScaffoldConfig, sentences: string[]): void;
  /** Another way in, beside the label. */
  children?: ReactNode;
}

/** A sentence about the app fills in the choices below. */
export function DescribeBox({ name, onFill, children }: DescribeBoxProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const settings = useQuery(trpc.models.get.queryOptions());
  const [text, setText] = useState("");
  const [hint, setHint] = useState<string>();
  const running = useRef<AbortController>(undefined);
  const describe = useMutation({
    mutationFn: (input: { text: string; name: string }) => {
      running.current = new AbortController();
      return client.scaffold.describe.mutate(input, { signal: running.current.signal });
    },
    onSuccess: ({ config, notes, isUnderstood }) => (isUnderstood ? onFill(config, notes) : setHint(notes.join(" "))),
  });
  const cancel = () => {
    running.current?.abort();
    describe.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setHint(undefined);
    if (text.trim() && !describe.isPending) describe.mutate({ text, name });
  };
  const problem = describe.error ? describeProblem(describe.error).message : hint;
  return (
    <form noValidate onSubmit={submit} className="mb-5 relative rounded-lg border border-border bg-surface p-3 pb-2">
      <div className="absolute top-1 right-1.5">{children}</div>
      <Field
        label="Describe it"
        placeholder="A paid newsletter with Postgres and an AI editor"
        value={text}
        onValueChange={setText}
        maxLength={maxDescription}
        spellCheck
        end={
          <Button type="submit" isDisabled={describe.isPending} className="shrink-0">
            {describe.isPending ? <Spinner /> : <Sparkles aria-hidden />}
            Fill in
          </Button>
        }
      />
      <div role="status" aria-live="polite" className="mt-1.5 min-h-5 text-xs text-muted">
        {describe.isPending ? (
          <Waiting startedAt={describe.submittedAt} onCancel={cancel} />
        ) : problem ? (
          <p className="flex items-start gap-1.5 text-danger-text">
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            <span>{problem}</span>
          </p>
        ) : (
          <Reader model={settings.data?.connection?.model} isKnown={settings.isSuccess} />
        )}
      </div>
    </form>
  );
}

function Waiting({ startedAt, onCancel }: { startedAt: number; onCancel(): void }) {
  return (
    <p className="flex items-center gap-2">
      <span>
        Reading it, at most 20 seconds
        <span aria-hidden>
          {": "}
          <Duration from={new Date(startedAt).toISOString()} className="tabular-nums" />
        </span>
      </span>
      <button type="button" onClick={onCancel} className="cursor-pointer underline underline-offset-2">
        Cancel
      </button>
    </p>
  );
}

/** Who will read the sentence. */
function Reader({ model, isKnown }: { model: string | undefined; isKnown: boolean }) {
  if (!isKnown) return null;
  if (model) {
    return (
      <p>
        Read by <span className="break-all">{model}</span>. It only fills in the choices below.
      </p>
    );
  }
  return (
    <p>
      Matched by keywords; set up a model in{" "}
      <Link href="/settings#ai" className="underline underline-offset-2">
        Settings &gt; AI
      </Link>
      .
    </p>
  );
}
