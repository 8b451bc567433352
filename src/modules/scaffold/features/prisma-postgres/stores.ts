import { userTypes } from "../database/user-store";

/** Generated code that keeps notes and users with Prisma. */
export const noteStore = `import { getDatabase } from "@/db/client";
import type { Note } from "@/db/generated/client";

export type { Note };

/** The newest hundred notes, newest first. */
export async function listNotes(): Promise<Note[]> {
  const db = await getDatabase();
  return db.note.findMany({ orderBy: [{ createdAt: "desc" }, { id: "desc" }], take: 100 });
}

export async function addNote(text: string): Promise<Note> {
  const db = await getDatabase();
  return db.note.create({ data: { text } });
}
`;

export const prismaUserStore = `import { getDatabase } from "@/db/client";

${userTypes}
/** The id of the new user, or undefined when the e-mail address has an account already. */
export async function insertUser(user: NewUser): Promise<{ id: string } | undefined> {
  const db = await getDatabase();
  const [inserted] = await db.user.createManyAndReturn({ data: [user], skipDuplicates: true, select: { id: true } });
  return inserted;
}

export async function findUserByEmail(email: string): Promise<StoredUser | undefined> {
  const db = await getDatabase();
  return (await db.user.findUnique({ where: { email } })) ?? undefined;
}
`;
