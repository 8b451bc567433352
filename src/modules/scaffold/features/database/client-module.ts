import type { Contribution, TemplateFile } from "../../engine/feature";

interface Client {
  /** The variable that holds the address. */
  variable: string;
  /** Lines that import what \`check\` needs. */
  imports?: string;
  /** A statement that rejects when the database \`db\` is down. */
  check: string;
  /** Whether a connection has models. */
  models?: boolean;
}

/** `src/db/client.ts`: the one connection, opened on first use, over the `openConnection` of `src/db/connection.ts`. */
export function clientFile({ variable, imports = "", check, models = false }: Client): TemplateFile {
  const content = `${imports}import { readVariable, requireVariable } from "@/env";
import { type Connection, type Database, openConnection } from "./connection";
${models ? `import type { Models } from "./models";\n` : ""}
/** Bundles and reloads make copies of this module: the one connection lives outside them. */
const shared = globalThis as { databaseConnection?: Promise<Connection> };

/** Opened and brought up to date on first use. A failure is not remembered: the next call tries again. */
function connect(): Promise<Connection> {
  shared.databaseConnection ??= openConnection(requireVariable("${variable}")).catch((error: unknown) => {
    shared.databaseConnection = undefined;
    throw error;
  });
  return shared.databaseConnection;
}

export async function getDatabase(): Promise<Database> {
  return (await connect()).db;
}
${models ? getModels : ""}
/** Opens the database when the server starts. The app serves without it, and /api/health says so. */
export async function startDatabase(): Promise<void> {
  if (readVariable("${variable}") === undefined) return;
  try {
    await getDatabase();
  } catch (error) {
    console.error("The database could not be opened; the next request tries again.", error);
  }
}

export async function checkDatabase(): Promise<void> {
  const db = await getDatabase();
  ${check}
}

export async function closeDatabase(): Promise<void> {
  const connection = await shared.databaseConnection?.catch(() => undefined);
  shared.databaseConnection = undefined;
  await connection?.close();
}
`;
  return { path: "src/db/client.ts", content };
}

const getModels = `
export async function getModels(): Promise<Models> {
  return (await connect()).models;
}
`;

/** What calls the functions of that client. */
export function clientHooks({ variable }: Pick<Client, "variable">): Contribution {
  return {
    healthChecks: [{ name: "checkDatabase", from: "@/db/client", label: "Database", needs: variable }],
    startHooks: [{ name: "startDatabase", from: "@/db/client" }],
    stopHooks: [{ name: "closeDatabase", from: "@/db/client" }],
  };
}
