import { clientDirective } from "../../engine/client";
import type { ScaffoldConfig } from "../../schema";

/** Generated page of the extraction and its parts. */
export function extractPage(config: ScaffoldConfig): string {
  return `${clientDirective(config)}import { type FormEvent, useState } from "react";
import { z } from "zod";
import { callApi } from "@/api";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { PageShell } from "@/components/page-shell";
import { TextArea } from "@/components/text-area";
import { MeetingView } from "./meeting-view";
import { Meeting } from "./schema";

const Answer = z.object({ meeting: Meeting });

const sample = \`Weekly planning, 3 March 2026
There: Ada, Grace, Linus

We move the launch to 24 March because the import still loses rows. Grace fixes the import by Friday the 6th.
Ada writes to the first customers. Prices stay as they are.\`;

export function Extract() {
  const [text, setText] = useState("");
  const [isReading, setReading] = useState(false);
  const [meeting, setMeeting] = useState<Meeting>();
  const [error, setError] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setReading(true);
    setError(undefined);
    try {
      const { meeting: answer } = await callApi(Answer, "/api/extract", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text }),
      });
      setMeeting(answer);
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : "The text could not be read.");
    } finally {
      setReading(false);
    }
  };
  return (
    <PageShell title="Extract" lead="Paste the note of a meeting; the model fills in the fields of a typed object.">
      <form onSubmit={submit} className="flex flex-col gap-3">
        <TextArea
          label="Meeting note"
          rows={7}
          required
          maxLength={20_000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" disabled={isReading || text.trim() === ""}>
            {isReading ? "Reading…" : "Extract"}
          </Button>
          <Button tone="secondary" disabled={isReading} onClick={() => setText(sample)}>
            Use a sample
          </Button>
        </div>
      </form>
      {error !== undefined && <Notice tone="error" title={error} />}
      <div aria-live="polite" aria-busy={isReading}>
        {meeting !== undefined && <MeetingView meeting={meeting} />}
      </div>
    </PageShell>
  );
}
`;
}

export const meetingView = `import { type ReactNode, useState } from "react";
import { Button } from "@/components/button";
import type { Meeting } from "./schema";

/** The object the model filled in; what the text did not state is marked. */
export function MeetingView({ meeting }: { meeting: Meeting }) {
  const { title, date, attendees, decisions, actions } = meeting;
  return (
    <section aria-labelledby="result" className="overflow-hidden rounded-lg border border-line bg-surface">
      <div className="flex items-center justify-between gap-4 border-b border-line px-4 py-2">
        <h2 id="result" className="text-sm font-medium">
          Result
        </h2>
        <CopyButton text={JSON.stringify(meeting, null, 2)} />
      </div>
      <dl className="divide-y divide-line text-sm">
        <Row label="Title">
          <Stated value={title} />
        </Row>
        <Row label="Date">
          <Stated value={date} />
        </Row>
        <Row label="Attendees">
          <Stated value={attendees.join(", ")} />
        </Row>
        <Row label="Decisions">
          {decisions.length === 0 ? <Stated value={null} /> : <Decisions texts={decisions} />}
        </Row>
        <Row label="Actions">{actions.length === 0 ? <Stated value={null} /> : <Actions actions={actions} />}</Row>
      </dl>
      <details className="group border-t border-line text-sm">
        <summary className="flex min-h-11 cursor-pointer items-center gap-2 px-4 text-muted sm:min-h-9">
          <span aria-hidden className="transition-transform duration-150 group-open:rotate-90">
            ›
          </span>
          JSON
        </summary>
        <pre className="overflow-x-auto border-t border-line bg-sunken p-4 font-mono text-xs">
          {JSON.stringify(meeting, null, 2)}
        </pre>
      </details>
    </section>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 gap-y-1 px-4 py-3 sm:grid-cols-[7rem_1fr]">
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}

function Stated({ value }: { value: string | null }) {
  return value === null || value === "" ? <span className="text-muted italic">not stated</span> : value;
}

function Decisions({ texts }: { texts: string[] }) {
  return (
    <ul className="list-disc space-y-1 pl-4">
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function Actions({ actions }: { actions: Meeting["actions"] }) {
  return (
    <table className="w-full text-left">
      <thead className="text-xs text-muted">
        <tr>
          <th className="pr-4 pb-1 font-normal">Task</th>
          <th className="pr-4 pb-1 font-normal">Owner</th>
          <th className="pb-1 font-normal">Due</th>
        </tr>
      </thead>
      <tbody>
        {actions.map(({ task, owner, due }) => (
          <tr key={task + owner} className="align-top">
            <td className="py-1 pr-4">{task}</td>
            <td className="py-1 pr-4">
              <Stated value={owner} />
            </td>
            <td className="py-1 tabular-nums">
              <Stated value={due} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CopyButton({ text }: { text: string }) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  const labels = { idle: "Copy JSON", copied: "Copied", refused: "Copy it from below" };
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState("copied"),
      () => setState("refused"),
    );
  return (
    <Button tone="secondary" onClick={() => void copy()}>
      {labels[state]}
    </Button>
  );
}
`;
