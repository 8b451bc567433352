/** Generated page of the notes on vite-react and astro: reads and writes through the API. */
export const notesClientPage = `import { type SubmitEvent, useEffect, useState } from "react";
import { z } from "zod";
import { callApi } from "@/api";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { Notice } from "@/components/notice";
import { PageShell } from "@/components/page-shell";
import { NoteText } from "./note";
import { NoteList } from "./note-list";

const Note = z.object({ id: z.string(), text: z.string(), createdAt: z.coerce.date() });
type Note = z.infer<typeof Note>;

const Listed = z.object({ notes: z.array(Note) });
const Added = z.object({ note: Note });

export function NotesPage() {
  const [notes, setNotes] = useState<Note[]>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    callApi(Listed, "/api/notes").then(
      (answer) => setNotes(answer.notes),
      (cause: unknown) => setFailure(messageOf(cause)),
    );
  }, []);
  return (
    <PageShell title="Notes" lead="Each note is kept in your database: written by the form, read back by this page.">
      {failure !== undefined && <Notice tone="error" title={failure} />}
      {notes !== undefined && (
        <>
          <NoteForm onAdded={(note) => setNotes([note, ...notes])} />
          <NoteList notes={notes} />
        </>
      )}
    </PageShell>
  );
}

function NoteForm({ onAdded }: { onAdded: (note: Note) => void }) {
  const [error, setError] = useState<string>();
  const [isAdding, setAdding] = useState(false);
  const add = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const parsed = NoteText.safeParse(new FormData(form).get("text"));
    setError(parsed.error?.issues[0]?.message);
    if (!parsed.success) return;
    setAdding(true);
    try {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ text: parsed.data });
      onAdded((await callApi(Added, "/api/notes", { method: "POST", headers, body })).note);
      form.reset();
    } catch (cause) {
      setError(messageOf(cause));
    } finally {
      setAdding(false);
    }
  };
  return (
    <form onSubmit={add} noValidate className="flex flex-col gap-3 sm:flex-row sm:items-start">
      <Field
        label="New note"
        name="text"
        placeholder="What should be remembered?"
        required
        maxLength={280}
        autoComplete="off"
        error={error}
        className="grow"
      />
      <Button type="submit" disabled={isAdding} className="sm:mt-[1.625rem] sm:h-10">
        {isAdding ? "Adding…" : "Add note"}
      </Button>
    </form>
  );
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : "The server does not answer.";
}
`;
