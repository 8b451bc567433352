import { sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { queryRows } from "../db";

/** A table or a file, as its bytes. */
export interface Place {
  name: string;
  bytes: Buffer;
}

/** Every row of every table, those of the job queue too. */
export async function dumpRows({ db }: Ctx): Promise<Place[]> {
  const tables = await queryRows<{ schema: string; name: string }>(
    db,
    sql`select table_schema as schema, table_name as name from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  const places: Place[] = [];
  for (const { schema, name } of tables) {
    const rows = await queryRows<{ row: string }>(
      db,
      sql.raw(`select row_to_json(t)::text as row from "${schema}"."${name}" t`),
    );
    places.push({ name: `${schema}.${name}`, bytes: Buffer.from(rows.map(({ row }) => row).join("\n")) });
  }
  return places;
}

/** The places that hold one of these texts, in any of the ways one is written down by accident. */
export function findSecrets(places: readonly Place[], secrets: Iterable<string>): string[] {
  return [...secrets].flatMap((secret) =>
    formsOf(secret).flatMap((form) => places.filter(({ bytes }) => bytes.includes(form)).map(({ name }) => name)),
  );
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const unpadded = bytes.toString("base64").replace(/=+$/, "");
  // The last characters of a base64 text depend on what follows.
  const forms = [secret, unpadded.slice(0, -2), bytes.toString("base64url").slice(0, -2), bytes.toString("hex")];
  return [...new Set([...forms, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])];
}
