import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TableSpec, TemplateFile } from "../../engine/feature";
import { betterAuthTables } from "../better-auth/tables";
import { renderSchema as renderDrizzle } from "../drizzle-postgres/schema";
import { notesTable } from "../notes/table";
import { renderSchema as renderPrisma } from "../prisma-postgres/schema";
import { renderSchema as renderSupabase } from "../supabase/schema";

const tables: TableSpec[] = [notesTable, ...betterAuthTables];

const variants: [string, TemplateFile[]][] = [
  ["Drizzle", renderDrizzle(tables)],
  ["Prisma", renderPrisma(tables)],
  ["Supabase", renderSupabase(tables)],
];

describe.each(variants)("the migrations of %s", (_name, files) => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
    // Supabase has this role in every project.
    await database.exec("create role service_role");
    for (const { content } of files.filter(({ path }) => path.endsWith(".sql"))) await database.exec(content);
  });
  afterAll(() => database.close());

  it("fill in ids and times", async () => {
    const { rows } = await database.query("insert into notes (text) values ('first') returning *");
    expect(rows).toEqual([
      { id: expect.stringMatching(/^[0-9a-f-]{36}$/), text: "first", created_at: expect.any(Date) },
    ]);
    await expect(database.exec("insert into notes (id) values (gen_random_uuid())")).rejects.toThrow("text");
  });

  it("keep e-mail addresses unique, and delete sessions with their user", async () => {
    const insertUser = "insert into users (name, email) values ('Ada', 'ada@example.com') returning id, email_verified";
    const { rows } = await database.query<{ id: string; email_verified: boolean }>(insertUser);
    expect(rows[0]?.email_verified).toBe(false);
    await expect(database.query(insertUser)).rejects.toThrow("unique");
    const insertSession = "insert into sessions (token, user_id, expires_at) values ($1, $2, now())";
    await database.query(insertSession, ["t", rows[0]?.id]);
    await expect(database.query(insertSession, ["u", crypto.randomUUID()])).rejects.toThrow("foreign key");
    await database.exec("delete from users");
    expect((await database.query("select * from sessions")).rows).toEqual([]);
  });

  it("index what is looked up", async () => {
    const { rows } = await database.query<{ tablename: string }>(
      "select tablename from pg_indexes where indexdef like '%(created_at)%' or indexdef like '%(user_id)%' order by 1",
    );
    expect(rows.map(({ tablename }) => tablename)).toEqual(["accounts", "notes", "sessions"]);
  });
});

describe("the migrations of Supabase", () => {
  it("open no table without a policy", () => {
    const sql = renderSupabase(tables).filter(({ path }) => path.endsWith(".sql"));
    expect(sql).toHaveLength(tables.length);
    for (const { content } of sql) expect(content).toContain("enable row level security");
  });
});
