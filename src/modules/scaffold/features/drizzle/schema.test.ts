import { DatabaseSync } from "node:sqlite";
import {
  generateDrizzleJson,
  generateMigration,
  generateSQLiteDrizzleJson,
  generateSQLiteMigration,
} from "drizzle-kit/api";
import * as pgCore from "drizzle-orm/pg-core";
import * as sqliteCore from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import type { TableSpec, TemplateFile } from "../../engine/feature";
import { betterAuthTables } from "../better-auth/tables";
import { renderSchema as renderPostgres } from "../drizzle-postgres/schema";
import { renderSchema as renderSqlite } from "../drizzle-sqlite/schema";
import { notesTable } from "../notes/table";

const tables: TableSpec[] = [notesTable, ...betterAuthTables];

function contentOf(files: readonly TemplateFile[], path: string): string {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`${path} was not rendered.`);
  return file.content;
}

/** Runs the rendered schema module and gives its tables. */
function evaluate(source: string, core: object): Record<string, unknown> {
  const body = source.replace(/^import .*$/gm, "").replaceAll("export const ", "const ");
  const names = [...body.matchAll(/^const (\w+)/gm)].map(([, name]) => name);
  return new Function(...Object.keys(core), `${body}\nreturn { ${names.join(", ")} };`)(...Object.values(core));
}

const pad = (index: number) => String(index).padStart(4, "0");

/** Steps from no table to all of them: what we render, and what drizzle-kit makes of the schema we render. */
function steps(render: typeof renderPostgres, core: object) {
  return tables.map((table, index) => {
    const files = render(tables.slice(0, index + 1));
    return {
      table: table.name,
      schema: evaluate(contentOf(files, "src/db/schema.ts"), core),
      snapshot: JSON.parse(contentOf(files, `drizzle/meta/${pad(index)}_snapshot.json`)),
      statements: contentOf(files, `drizzle/${pad(index)}_${table.name}.sql`)
        .trimEnd()
        .split("\n--> statement-breakpoint\n"),
    };
  });
}

/** drizzle-kit gives every record a new id; ours only have to be chained. */
const unnamed = (record: object) => JSON.parse(JSON.stringify({ ...record, id: undefined, prevId: undefined }));

const trimmed = (statements: string[]) => statements.map((statement) => statement.trim());

describe("the schema of PostgreSQL", () => {
  it("is what drizzle-kit would have recorded and migrated to", async () => {
    let previous = generateDrizzleJson({});
    for (const { table, schema, snapshot, statements } of steps(renderPostgres, pgCore)) {
      const current = generateDrizzleJson(schema);
      expect(unnamed(snapshot), table).toEqual(unnamed(current));
      expect(statements, table).toEqual(trimmed(await generateMigration(previous, current)));
      previous = current;
    }
  });
});

describe("the schema of SQLite", () => {
  it("is what drizzle-kit would have recorded and migrated to", async () => {
    let previous = await generateSQLiteDrizzleJson({});
    for (const { table, schema, snapshot, statements } of steps(renderSqlite, sqliteCore)) {
      const current = await generateSQLiteDrizzleJson(schema);
      expect(unnamed(snapshot), table).toEqual(unnamed(current));
      expect(statements, table).toEqual(trimmed(await generateSQLiteMigration(previous, current)));
      previous = current;
    }
  });

  it("runs, keeps e-mail addresses unique and deletes sessions with their user", () => {
    const database = new DatabaseSync(":memory:");
    for (const { statements } of steps(renderSqlite, sqliteCore)) for (const sql of statements) database.exec(sql);
    const user =
      "insert into users (id, name, email, created_at, updated_at) values (?, 'Ada', 'ada@example.com', 1, 1)";
    database.prepare(user).run("u1");
    expect(() => database.prepare(user).run("u2")).toThrow("users.email");
    const session =
      "insert into sessions (id, token, user_id, expires_at, created_at, updated_at) values ('s', 't', ?, 1, 1, 1)";
    expect(() => database.prepare(session).run("nobody")).toThrow("FOREIGN KEY");
    database.prepare(session).run("u1");
    database.exec("delete from users");
    expect(database.prepare("select count(*) as count from sessions").get()).toEqual({ count: 0 });
    database.close();
  });
});

describe.each([
  ["PostgreSQL", renderPostgres],
  ["SQLite", renderSqlite],
])("the migrations of %s", (_name, render) => {
  it("are chained in the journal and the records", () => {
    const files = render(tables);
    const { entries } = JSON.parse(contentOf(files, "drizzle/meta/_journal.json"));
    expect(entries.map(({ tag }: { tag: string }) => tag)).toEqual(
      tables.map(({ name }, index) => `${pad(index)}_${name}`),
    );
    const records = tables.map((_table, index) =>
      JSON.parse(contentOf(files, `drizzle/meta/${pad(index)}_snapshot.json`)),
    );
    expect(records.slice(1).map(({ prevId }) => prevId)).toEqual(records.slice(0, -1).map(({ id }) => id));
    expect(new Set(records.map(({ id }) => id)).size).toBe(tables.length);
  });
});
