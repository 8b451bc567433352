import { clientDirective } from "../../engine/client";
import type { ScaffoldConfig } from "../../schema";

/** The page that calls the router end to end. */
export function trpcPage(config: ScaffoldConfig): string {
  const hasNotes = config.database !== "none";
  const hasAuth = config.auth !== "none";
  const sections = [hasAuth && "      <Me />\n", hasNotes && "      <Notes />\n"].filter((part) => part !== false);
  const needsEffect = hasNotes || hasAuth;
  return `${clientDirective(config)}${needsEffect ? `import { type SubmitEvent, useEffect, useState } from "react";` : `import { type SubmitEvent, useState } from "react";`}
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { PageShell } from "@/components/page-shell";
import { trpc } from "./client";

export function TrpcPage() {
  return (
    <PageShell title="Typed API" lead="Every call below is checked by the compiler on both sides, from one router.">
      <Greeting />
${sections.join("")}    </PageShell>
  );
}

function Greeting() {
  const [greeting, setGreeting] = useState<string>();
  const [error, setError] = useState<string>();
  const greet = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name") ?? "");
    try {
      const { text, at } = await trpc.greet.query({ name });
      setGreeting(text + " The server answered at " + new Date(at).toLocaleTimeString() + ".");
      setError(undefined);
    } catch (cause) {
      setError(describe(cause));
    }
  };
  return (
    <section aria-label="Greeting" className="flex flex-col gap-3">
      <form onSubmit={greet} className="flex flex-col gap-3 sm:flex-row sm:items-start">
        <Field
          label="Your name"
          name="name"
          required
          maxLength={80}
          autoComplete="given-name"
          error={error}
          className="grow"
        />
        <Button type="submit" className="sm:mt-[1.625rem] sm:h-10">
          Greet
        </Button>
      </form>
      <p role="status" className="min-h-6 text-muted">
        {greeting}
      </p>
    </section>
  );
}
${hasAuth ? meSection : ""}${hasNotes ? notesSection : ""}
function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : "The server does not answer.";
}
`;
}

const meSection = `
/** A procedure only for people who are signed in. */
function Me() {
  const [text, setText] = useState("…");
  useEffect(() => {
    trpc.me.query().then(
      ({ name }) => setText("Signed in as " + name + "."),
      (cause: unknown) => setText(describe(cause)),
    );
  }, []);
  return (
    <section aria-labelledby="me" className="flex flex-col gap-2">
      <h2 id="me" className="text-sm font-medium">
        Who you are to the server
      </h2>
      <p className="text-muted">{text}</p>
    </section>
  );
}
`;

const notesSection = `
function Notes() {
  const [notes, setNotes] = useState<{ id: string; text: string }[]>([]);
  const [error, setError] = useState<string>();
  useEffect(() => {
    trpc.notes.list.query().then(setNotes, (cause: unknown) => setError(describe(cause)));
  }, []);
  const add = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    try {
      const note = await trpc.notes.add.mutate({ text: String(new FormData(form).get("text") ?? "") });
      setNotes((previous) => [note, ...previous]);
      setError(undefined);
      form.reset();
    } catch (cause) {
      setError(describe(cause));
    }
  };
  return (
    <section aria-label="Notes" className="flex flex-col gap-3">
      <form onSubmit={add} className="flex flex-col gap-3 sm:flex-row sm:items-start">
        <Field
          label="New note"
          name="text"
          required
          maxLength={280}
          autoComplete="off"
          error={error}
          className="grow"
        />
        <Button type="submit" className="sm:mt-[1.625rem] sm:h-10">
          Add note
        </Button>
      </form>
      {notes.length > 0 && (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {notes.map(({ id, text }) => (
            <li key={id} className="px-4 py-3 wrap-anywhere">
              {text}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
`;
