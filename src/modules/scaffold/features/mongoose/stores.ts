import { userTypes } from "../database/user-store";

/** Generated code that keeps notes and users with models of Mongoose. */
export const noteStore = `import type { Types } from "mongoose";
import { getModels } from "@/db/client";

export interface Note {
  id: string;
  text: string;
  createdAt: Date;
}

/** The newest hundred notes, newest first. */
export async function listNotes(): Promise<Note[]> {
  const { Note } = await getModels();
  const documents = await Note.find().sort({ createdAt: -1, _id: -1 }).limit(100).lean();
  return documents.map(noteOf);
}

export async function addNote(text: string): Promise<Note> {
  const { Note } = await getModels();
  return noteOf(await Note.create({ text }));
}

function noteOf({ _id, text, createdAt }: Omit<Note, "id"> & { _id: Types.ObjectId }): Note {
  return { id: _id.toHexString(), text, createdAt };
}
`;

export const mongooseUserStore = `import mongoose from "mongoose";
import { getModels } from "@/db/client";

${userTypes}
/** What the server answers when a unique index has the value already. */
const duplicateKey = 11000;

/** The id of the new user, or undefined when the e-mail address has an account already. */
export async function insertUser(user: NewUser): Promise<{ id: string } | undefined> {
  const { User } = await getModels();
  try {
    const { _id } = await User.create(user);
    return { id: _id.toHexString() };
  } catch (error) {
    if (error instanceof mongoose.mongo.MongoServerError && error.code === duplicateKey) return undefined;
    throw error;
  }
}

export async function findUserByEmail(email: string): Promise<StoredUser | undefined> {
  const { User } = await getModels();
  const user = await User.findOne({ email }).lean();
  if (user === null) return undefined;
  const { _id, name, passwordHash } = user;
  return { id: _id.toHexString(), name, email, passwordHash };
}
`;
