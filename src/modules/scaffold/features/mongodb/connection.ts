import type { TableSpec } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";

/** Generated code that connects to MongoDB and makes its indexes. */
export function connectionModule({ name }: ScaffoldConfig): string {
  return `import { type Db, MongoClient } from "mongodb";
import { ensureIndexes } from "./indexes";

export type Database = Db;

export interface Connection {
  db: Database;
  close: () => Promise<void>;
}

/** The address may leave the name of the database out. */
const namesDatabase = /^[^:]+:\\/\\/[^/]+\\/[^?]/;

/** Connects, with every index in place. */
export async function openConnection(address: string): Promise<Connection> {
  // A server that is down is reported soon, rather than after the driver's half a minute.
  const client = new MongoClient(address, { serverSelectionTimeoutMS: 4_000 });
  try {
    const db = client.db(namesDatabase.test(address) ? undefined : "${name}");
    await ensureIndexes(db);
    return { db, close: () => client.close() };
  } catch (error) {
    await client.close();
    throw error;
  }
}
`;
}

/** `src/db/indexes.ts`: the indexes of every collection. */
export function indexesModule(tables: readonly TableSpec[]): string {
  const collections = tables.map((table) => ({ name: table.name, indexes: indexesOf(table) }));
  const lines = collections
    .filter(({ indexes }) => indexes.length > 0)
    .map(({ name, indexes }) => collectionLine(name, indexes));
  return `import type { Db, IndexDescription } from "mongodb";

const indexes: Record<string, IndexDescription[]> = {
${lines.join("")}};

/** Makes the indexes that are not there yet; safe to run at every start. */
export async function ensureIndexes(db: Db): Promise<void> {
  const collections = Object.entries(indexes);
  await Promise.all(collections.map(([name, wanted]) => db.collection(name).createIndexes(wanted)));
}
`;
}

function indexesOf({ columns, indexes = [] }: TableSpec): string[] {
  const unique = columns.filter(({ isUnique }) => isUnique).map(({ name }) => `{ key: { ${name}: 1 }, unique: true }`);
  const plain = indexes.map((index) => `{ key: { ${index.columns.map((name) => `${name}: 1`).join(", ")} } }`);
  return [...unique, ...plain];
}

function collectionLine(name: string, indexes: readonly string[]): string {
  const line = `  ${name}: [${indexes.join(", ")}],\n`;
  return line.length <= 121 ? line : `  ${name}: [\n${indexes.map((index) => `    ${index},\n`).join("")}  ],\n`;
}
