/** The page that shows the cache and the rate limit at work. `store` is what people call the store. */
export function cachePage(directive: string, store: string): string {
  return `${directive}import { useCallback, useEffect, useState } from "react";
import { z } from "zod";
import { callApi } from "@/api";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { PageShell } from "@/components/page-shell";

const Answer = z.object({
  computedAt: z.iso.datetime(),
  isComputed: z.boolean(),
  seconds: z.number(),
  remaining: z.number().optional(),
});

export function CachePage() {
  const [answer, setAnswer] = useState<z.infer<typeof Answer>>();
  const [error, setError] = useState<string>();
  const ask = useCallback(async () => {
    try {
      setAnswer(await callApi(Answer, "/api/cache-demo"));
      setError(undefined);
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : "The server does not answer.");
    }
  }, []);
  useEffect(() => {
    void ask();
  }, [ask]);
  return (
    <PageShell
      title="Cache"
      lead="The time below is computed once, then read from ${store} for ten seconds. Each request counts against a limit."
    >
      <dl className="grid grid-cols-2 divide-x divide-line overflow-hidden rounded-lg border border-line bg-surface">
        <Figure
          label="Computed at"
          value={answer && new Date(answer.computedAt).toLocaleTimeString()}
          note={answer && (answer.isComputed ? "just now" : "read from the cache")}
        />
        <Figure label="Requests left" value={answer && String(answer.remaining ?? "–")} note="of 20 in a minute" />
      </dl>
      {error !== undefined && <Notice tone="error" title={error} />}
      <div>
        <Button onClick={() => void ask()}>Ask again</Button>
      </div>
    </PageShell>
  );
}

function Figure({ label, value = "…", note = "…" }: { label: string; value?: string; note?: string }) {
  return (
    <div className="flex flex-col gap-1 px-4 py-4 sm:px-5">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="text-xl font-semibold tracking-tight tabular-nums sm:text-2xl">{value}</dd>
      <dd className="text-xs text-muted">{note}</dd>
    </div>
  );
}
`;
}
