/** Generated page of the notes on Next: rendered on the server, written to by an action. */
export const noteActions = `"use server";

import { revalidatePath } from "next/cache";
import { NoteText } from "./note";
import { addNote } from "./store";

export interface NoteFormState {
  error?: string;
  /** What was typed, so that a refused note is not lost. */
  text?: string;
}

export async function saveNote(_previous: NoteFormState, form: FormData): Promise<NoteFormState> {
  const parsed = NoteText.safeParse(form.get("text"));
  if (!parsed.success) return { error: parsed.error.issues[0]?.message, text: String(form.get("text") ?? "") };
  await addNote(parsed.data);
  revalidatePath("/notes");
  return {};
}
`;

export const noteForm = `"use client";

import { useActionState } from "react";
import { Field } from "@/components/field";
import { SubmitButton } from "@/components/submit-button";
import { saveNote } from "./actions";

export function NoteForm() {
  const [state, action] = useActionState(saveNote, {});
  return (
    <form action={action} className="flex flex-col gap-3 sm:flex-row sm:items-start">
      <Field
        label="New note"
        name="text"
        placeholder="What should be remembered?"
        required
        maxLength={280}
        autoComplete="off"
        defaultValue={state.text}
        error={state.error}
        className="grow"
      />
      <SubmitButton pendingLabel="Adding…" className="sm:mt-[1.625rem] sm:h-10">
        Add note
      </SubmitButton>
    </form>
  );
}
`;

export const notesPage = `import type { Metadata } from "next";
import { connection } from "next/server";
import { Notice } from "@/components/notice";
import { PageShell } from "@/components/page-shell";
import { missingFor } from "@/env";
import { NoteForm } from "@/notes/note-form";
import { NoteList } from "@/notes/note-list";
import { listNotes } from "@/notes/store";

export const metadata: Metadata = { title: "Notes" };

export default async function NotesPage() {
  await connection();
  const missing = missingFor("Database");
  return (
    <PageShell title="Notes" lead="Each note is kept in your database: written by the form, read back by this page.">
      {missing.length > 0 ? (
        <Notice tone="warning" title="There is no database yet">
          Set <code>{missing.join(", ")}</code> in <code>.env.local</code> as <code>.env.example</code> shows, and start
          again.
        </Notice>
      ) : (
        <>
          <NoteForm />
          <NoteList notes={await listNotes()} />
        </>
      )}
    </PageShell>
  );
}
`;
