import type { SchemaTable } from "../../engine/feature";

/** Generated code of the notes: table, verbs, form, page and HTTP API. */
export const notesTable: SchemaTable = {
  name: "notes",
  imports: ["index", "pgTable", "text", "timestamp", "uuid"],
  code: `export const notes = pgTable(
  "notes",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    text: text("text").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index("notes_created_at").on(table.createdAt)],
);
`,
  sql: `CREATE TABLE "notes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "notes_created_at" ON "notes" USING btree ("created_at");
`,
  snapshot: {
    name: "notes",
    schema: "",
    columns: {
      id: { name: "id", type: "uuid", primaryKey: true, notNull: true, default: "gen_random_uuid()" },
      text: { name: "text", type: "text", primaryKey: false, notNull: true },
      created_at: {
        name: "created_at",
        type: "timestamp with time zone",
        primaryKey: false,
        notNull: true,
        default: "now()",
      },
    },
    indexes: {
      notes_created_at: {
        name: "notes_created_at",
        columns: [{ expression: "created_at", isExpression: false, asc: true, nulls: "last" }],
        isUnique: false,
        concurrently: false,
        method: "btree",
        with: {},
      },
    },
    foreignKeys: {},
    compositePrimaryKeys: {},
    uniqueConstraints: {},
    policies: {},
    checkConstraints: {},
    isRLSEnabled: false,
  },
};

export const notesModule = `import { desc } from "drizzle-orm";
import { z } from "zod";
import { getDatabase } from "@/db/client";
import { notes } from "@/db/schema";

export type Note = typeof notes.$inferSelect;

export const NoteText = z
  .string("Send the text of the note.")
  .trim()
  .min(1, "Write something first.")
  .max(280, "Use at most 280 characters.");

/** The newest hundred notes, newest first. */
export async function listNotes(): Promise<Note[]> {
  const db = await getDatabase();
  return db.select().from(notes).orderBy(desc(notes.createdAt), desc(notes.id)).limit(100);
}

export async function addNote(text: z.output<typeof NoteText>): Promise<Note> {
  const db = await getDatabase();
  const [note] = await db.insert(notes).values({ text }).returning();
  if (note === undefined) throw new Error("The database returned no row for the new note.");
  return note;
}
`;

export const noteActions = `"use server";

import { revalidatePath } from "next/cache";
import { addNote, NoteText } from "./notes";

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
import { listNotes, type Note } from "@/notes/notes";

export const metadata: Metadata = { title: "Notes" };

const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

export default async function NotesPage() {
  await connection();
  const isMissing = missingFor("Database").length > 0;
  return (
    <PageShell title="Notes" lead="Each note is a row in your database: written by the form, read back by this page.">
      {isMissing ? (
        <Notice tone="warning" title="There is no database yet">
          Set <code>DATABASE_URL</code> in <code>.env.local</code>, to <code>pglite:./data</code> for one that needs no
          server, and start again.
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

function NoteList({ notes }: { notes: Note[] }) {
  if (notes.length === 0) {
    return (
      <p className="rounded-lg border border-dashed border-line px-5 py-10 text-center text-sm text-muted">
        No notes yet. The first one you add appears here.
      </p>
    );
  }
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {notes.map(({ id, text, createdAt }) => (
        <li
          key={id}
          className="flex flex-col gap-1 px-4 py-3 sm:flex-row sm:items-baseline sm:justify-between sm:gap-6"
        >
          <span className="min-w-0 wrap-anywhere">{text}</span>
          <time dateTime={createdAt.toISOString()} className="shrink-0 text-xs text-muted tabular-nums">
            {moment.format(createdAt)}
          </time>
        </li>
      ))}
    </ul>
  );
}
`;

export const notesRoute = `import { missingFor } from "@/env";
import { addNote, listNotes, NoteText } from "@/notes/notes";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  return withDatabase(async () => Response.json({ notes: await listNotes() }));
}

/** Takes {"text": "..."} and answers 201 with the note. */
export async function POST(request: Request): Promise<Response> {
  const body: unknown = await request.json().catch(() => undefined);
  const text = typeof body === "object" && body !== null && "text" in body ? body.text : undefined;
  const parsed = NoteText.safeParse(text);
  if (!parsed.success) return refuse(400, "text: " + (parsed.error.issues[0]?.message ?? "is not valid."));
  return withDatabase(async () => Response.json({ note: await addNote(parsed.data) }, { status: 201 }));
}

async function withDatabase(answer: () => Promise<Response>): Promise<Response> {
  const missing = missingFor("Database");
  if (missing.length > 0) return refuse(503, missing.join(", ") + " is not set.");
  try {
    return await answer();
  } catch (error) {
    console.error("Notes request failed:", error);
    return refuse(503, "The database does not answer; the server log has the reason.");
  }
}

function refuse(status: number, message: string): Response {
  return Response.json({ error: { message } }, { status });
}
`;
