/** Generated server code of the notes, the same with every framework and database. */
export const noteModule = `import { z } from "zod";

export const NoteText = z
  .string("Send the text of the note.")
  .trim()
  .min(1, "Write something first.")
  .max(280, "Use at most 280 characters.");

export const NewNote = z.object({ text: NoteText }, "Send a JSON object with the text of the note.");
`;

export const httpModule = `import { missingFor } from "@/env";
import { readJson, refuse } from "@/http";
import { NewNote } from "./note";
import { addNote, listNotes } from "./store";

/** The newest hundred notes, newest first. */
export function getNotes(): Promise<Response> {
  return withDatabase(async () => Response.json({ notes: await listNotes() }));
}

/** Takes {"text": "..."} and answers 201 with the note. */
export async function postNote(request: Request): Promise<Response> {
  const parsed = NewNote.safeParse(await readJson(request));
  if (!parsed.success) return refuse(400, parsed.error.issues[0]?.message ?? "The note is not valid.");
  return withDatabase(async () => Response.json({ note: await addNote(parsed.data.text) }, { status: 201 }));
}

async function withDatabase(answer: () => Promise<Response>): Promise<Response> {
  const missing = missingFor("Database");
  if (missing.length > 0) return refuse(503, "There is no database: " + missing.join(" and ") + " must be set.");
  try {
    return await answer();
  } catch (error) {
    console.error("Notes request failed:", error);
    return refuse(503, "The database does not answer; the server log has the reason.");
  }
}
`;
