import { userTypes } from "../database/user-store";

/** Generated code that keeps notes and users in collections of MongoDB. */
export const noteStore = `import type { Collection, WithId } from "mongodb";
import { getDatabase } from "@/db/client";

export interface Note {
  id: string;
  text: string;
  createdAt: Date;
}

type NoteDocument = Omit<Note, "id">;

/** The newest hundred notes, newest first. */
export async function listNotes(): Promise<Note[]> {
  const notes = await openNotes();
  const documents = await notes.find().sort({ createdAt: -1, _id: -1 }).limit(100).toArray();
  return documents.map(noteOf);
}

export async function addNote(text: string): Promise<Note> {
  const notes = await openNotes();
  const document: NoteDocument = { text, createdAt: new Date() };
  const { insertedId } = await notes.insertOne(document);
  return noteOf({ _id: insertedId, ...document });
}

async function openNotes(): Promise<Collection<NoteDocument>> {
  const db = await getDatabase();
  return db.collection<NoteDocument>("notes");
}

function noteOf({ _id, ...note }: WithId<NoteDocument>): Note {
  return { id: _id.toHexString(), ...note };
}
`;

export const mongoUserStore = `import { type Collection, MongoServerError } from "mongodb";
import { getDatabase } from "@/db/client";

${userTypes}
interface UserDocument extends NewUser {
  createdAt: Date;
}

/** What the server answers when a unique index has the value already. */
const duplicateKey = 11000;

/** The id of the new user, or undefined when the e-mail address has an account already. */
export async function insertUser(user: NewUser): Promise<{ id: string } | undefined> {
  const users = await openUsers();
  try {
    const { insertedId } = await users.insertOne({ ...user, createdAt: new Date() });
    return { id: insertedId.toHexString() };
  } catch (error) {
    if (error instanceof MongoServerError && error.code === duplicateKey) return undefined;
    throw error;
  }
}

export async function findUserByEmail(email: string): Promise<StoredUser | undefined> {
  const users = await openUsers();
  const user = await users.findOne({ email });
  if (user === null) return undefined;
  const { _id, name, passwordHash } = user;
  return { id: _id.toHexString(), name, email, passwordHash };
}

async function openUsers(): Promise<Collection<UserDocument>> {
  const db = await getDatabase();
  return db.collection<UserDocument>("users");
}
`;
