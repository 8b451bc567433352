import type { ScaffoldConfig } from "../../schema";
import { supabaseUrlKey } from "./connection-facts";

/** Generated code that reaches Supabase with the secret key of the server. */
export function clientModule(config: ScaffoldConfig): string {
  return `import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { requireVariable } from "@/env";
import type { Schema } from "./tables";

let client: SupabaseClient<Schema> | undefined;

/** The database with the rights of the server: row policies do not apply, so only server code may use it. */
export function getDatabase(): SupabaseClient<Schema> {
  client ??= createClient<Schema>(requireVariable("${supabaseUrlKey(config)}"), requireVariable("SUPABASE_SECRET_KEY"), {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
  return client;
}

export async function checkDatabase(): Promise<void> {
  const { error } = await getDatabase().from("notes").select("id").limit(1).abortSignal(AbortSignal.timeout(5_000));
  if (error?.code === missingTable)
    throw new Error("Supabase has no table notes yet. Apply supabase/migrations.", { cause: error });
  if (error !== null) throw new Error("Supabase does not answer: " + error.message, { cause: error });
}

/** What the API of Supabase answers for a table it does not know. */
const missingTable = "PGRST205";
`;
}

export const noteStore = `import type { PostgrestError } from "@supabase/supabase-js";
import { getDatabase } from "@/db/client";
import type { Schema } from "@/db/tables";

export interface Note {
  id: string;
  text: string;
  createdAt: Date;
}

/** The newest hundred notes, newest first. */
export async function listNotes(): Promise<Note[]> {
  const newestFirst = { ascending: false };
  const { data, error } = await getDatabase()
    .from("notes")
    .select()
    .order("created_at", newestFirst)
    .order("id", newestFirst)
    .limit(100);
  if (error !== null) throw failure("listed", error);
  return data.map(noteOf);
}

export async function addNote(text: string): Promise<Note> {
  const { data, error } = await getDatabase().from("notes").insert({ text }).select().single();
  if (error !== null) throw failure("added", error);
  return noteOf(data);
}

function noteOf({ id, text, created_at }: Schema["public"]["Tables"]["notes"]["Row"]): Note {
  return { id, text, createdAt: new Date(created_at) };
}

function failure(deed: string, cause: PostgrestError): Error {
  return new Error("Notes could not be " + deed + ": " + cause.message, { cause });
}
`;
