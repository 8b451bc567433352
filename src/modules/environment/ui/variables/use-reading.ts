import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import type { TableRow } from "../drafts/table-rows";
import { type EnvironmentPlace, refOf } from "../place";

/** A revealed value hides itself again, so that it does not stay on a screen somebody left. */
const revealMs = 60_000;

/** Shows and copies the value of a row; reading a stored secret is recorded. */
export function useReading(place: EnvironmentPlace, { key, stored, draft }: TableRow) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [revealed, setRevealed] = useState<string>();
  const reveal = useMutation(
    trpc.environment.reveal.mutationOptions({
      gcTime: 0,
      onSuccess: ({ value }) => setRevealed(value),
      onError: (error) => notify.problem(`${key} stays hidden`, describeProblem(error).message),
    }),
  );
  const { reset } = reveal;
  useEffect(() => {
    if (revealed === undefined) return;
    reset();
    const timer = setTimeout(() => setRevealed(undefined), revealMs);
    return () => clearTimeout(timer);
  }, [revealed, reset]);
  const here = draft?.edit?.value ?? (draft?.edit ? undefined : stored?.value);

  const copy = async () => {
    const isRecorded = here === undefined;
    const text = isRecorded
      ? client.environment.reveal.mutate({ ...refOf(place), key }).then(({ value }) => value)
      : Promise.resolve(here);
    try {
      await writeClipboard(text);
      notify.done(`${key} copied`, isRecorded ? "The audit log records that you read it." : undefined);
    } catch (error) {
      const problem = describeProblem(error);
      const isRefused = problem.code !== "UNKNOWN";
      notify.problem(
        `${key} was not copied`,
        isRefused ? problem.message : "The browser did not allow it. Reveal the value and copy it by hand.",
      );
    }
  };
  return {
    /** The text to show, where it may be shown now. */
    shown: revealed,
    isPending: reveal.isPending,
    toggle() {
      if (revealed !== undefined) setRevealed(undefined);
      else if (here !== undefined) setRevealed(here);
      else reveal.mutate({ ...refOf(place), key });
    },
    copy,
  };
}

/** Some browsers write only while the press lasts, so the promise goes to the clipboard instead of what it becomes. */
async function writeClipboard(text: Promise<string>): Promise<void> {
  if (typeof ClipboardItem === "undefined") return navigator.clipboard.writeText(await text);
  let failure: unknown;
  const blob = text.then(
    (value) => new Blob([value], { type: "text/plain" }),
    (error: unknown) => {
      failure = error;
      throw error;
    },
  );
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  } catch (error) {
    throw failure ?? error;
  }
}
