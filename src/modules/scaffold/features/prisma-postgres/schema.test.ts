import { describe, expect, it } from "vitest";
import { betterAuthTables } from "../better-auth/tables";
import { notesTable } from "../notes/table";
import { renderSchema } from "./schema";

const files = renderSchema([notesTable, ...betterAuthTables]);

function modelOf(name: string): string[] {
  const schema = files.find(({ path }) => path === "prisma/schema.prisma")?.content ?? "";
  const model = schema.split(/^(?=model )/m).find((block) => block.startsWith(`model ${name} `)) ?? "";
  return model
    .trimEnd()
    .split("\n")
    .map((line) => line.trim().replaceAll(/ +/g, " "));
}

describe("the Prisma schema", () => {
  it("names rows in the singular, and columns as SQL has them", () => {
    expect(modelOf("Note")).toEqual([
      "model Note {",
      'id String @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid',
      "text String",
      'createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(3)',
      "",
      "@@index([createdAt])",
      '@@map("notes")',
      "}",
    ]);
  });

  it("holds both ends of every relation", () => {
    expect(modelOf("Session")).toContain("user User @relation(fields: [userId], references: [id], onDelete: Cascade)");
    expect(modelOf("User")).toEqual(expect.arrayContaining(["sessions Session[]", "accounts Account[]"]));
    expect(modelOf("Note").join(" ")).not.toContain("[]");
  });

  it("says what may be missing and what is unique", () => {
    expect(modelOf("User")).toEqual(
      expect.arrayContaining(["email String @unique", "image String?", "/// Lower case."]),
    );
  });

  it("has a migration per table, which Prisma runs in the order of their names", () => {
    const names = files.map(({ path }) => path).filter((path) => path.endsWith("migration.sql"));
    expect(names).toEqual([...names].sort());
    expect(names.map((name) => name.split("/")[2]?.replace(/^\d{14}_/, ""))).toEqual([
      "notes",
      ...betterAuthTables.map(({ name }) => name),
    ]);
  });
});
