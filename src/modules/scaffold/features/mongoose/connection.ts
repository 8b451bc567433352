import type { ScaffoldConfig } from "../../schema";

/** Generated code that connects to MongoDB with Mongoose and makes the indexes of its models. */
export function connectionModule({ name }: ScaffoldConfig): string {
  return `import mongoose from "mongoose";
import { createModels, type Models } from "./models";

export type Database = mongoose.mongo.Db;

export interface Connection {
  db: Database;
  models: Models;
  close: () => Promise<void>;
}

/** The address may leave the name of the database out. */
const namesDatabase = /^[^:]+:\\/\\/[^/]+\\/[^?]/;

/** Connects, with every index in place. */
export async function openConnection(address: string): Promise<Connection> {
  const connection = mongoose.createConnection(address, {
    dbName: namesDatabase.test(address) ? undefined : "${name}",
    // A server that is down is reported soon, rather than after the driver's half a minute.
    serverSelectionTimeoutMS: 4_000,
  });
  try {
    const { db } = await connection.asPromise();
    if (db === undefined) throw new Error("The connection to MongoDB has no database.");
    const models = createModels(connection);
    await Promise.all(Object.values(models).map((model) => model.init()));
    return { db, models, close: () => connection.close() };
  } catch (error) {
    await connection.close();
    throw error;
  }
}
`;
}
