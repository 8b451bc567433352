import { userTypes } from "../database/user-store";

/** Generated code that keeps notes and users in tables of Drizzle; the same for PostgreSQL and SQLite. */
export const noteStore = `import { desc } from "drizzle-orm";
import { getDatabase } from "@/db/client";
import { notes } from "@/db/schema";

export type Note = typeof notes.$inferSelect;

/** The newest hundred notes, newest first. */
export async function listNotes(): Promise<Note[]> {
  const db = await getDatabase();
  return db.select().from(notes).orderBy(desc(notes.createdAt), desc(notes.id)).limit(100);
}

export async function addNote(text: string): Promise<Note> {
  const db = await getDatabase();
  const [note] = await db.insert(notes).values({ text }).returning();
  if (note === undefined) throw new Error("The database returned no row for the new note.");
  return note;
}
`;

export const drizzleUserStore = `import { eq } from "drizzle-orm";
import { getDatabase } from "@/db/client";
import { users } from "@/db/schema";

${userTypes}
/** The id of the new user, or undefined when the e-mail address has an account already. */
export async function insertUser(user: NewUser): Promise<{ id: string } | undefined> {
  const db = await getDatabase();
  const [inserted] = await db.insert(users).values(user).onConflictDoNothing().returning({ id: users.id });
  return inserted;
}

export async function findUserByEmail(email: string): Promise<StoredUser | undefined> {
  const db = await getDatabase();
  const [user] = await db.select().from(users).where(eq(users.email, email)).limit(1);
  return user;
}
`;
