import type { SchemaTable, TemplateFile } from "../../engine/feature";
import { toJson } from "../../engine/manifest";

/** When drizzle-kit recorded the first migration; each later one is a second on. */
const firstMigrationAt = Date.UTC(2026, 10, 21);

/** The Drizzle schema, and one migration per table with the record drizzle-kit keeps, so that it goes on from here. */
export function renderSchema(tables: readonly SchemaTable[]): TemplateFile[] {
  const imports = [...new Set(tables.flatMap((table) => table.imports))].sort().join(", ");
  const code = tables.map((table) => table.code).join("\n");
  const journal = {
    version: "7",
    dialect: "postgresql",
    entries: tables.map((table, idx) => ({
      idx,
      version: "7",
      when: firstMigrationAt + idx * 1000,
      tag: tagOf(table, idx),
      breakpoints: true,
    })),
  };
  return [
    { path: "src/db/schema.ts", content: `import { ${imports} } from "drizzle-orm/pg-core";\n\n${code}` },
    { path: "drizzle/meta/_journal.json", content: toJson(journal) },
    ...tables.flatMap((table, index) => [
      { path: `drizzle/${tagOf(table, index)}.sql`, content: table.sql },
      { path: `drizzle/meta/${number(index)}_snapshot.json`, content: toJson(snapshot(tables.slice(0, index + 1))) },
    ]),
  ];
}

function snapshot(tables: readonly SchemaTable[]): object {
  return {
    id: snapshotId(tables.length),
    prevId: snapshotId(tables.length - 1),
    version: "7",
    dialect: "postgresql",
    tables: Object.fromEntries(tables.map((table) => [`public.${table.name}`, table.snapshot])),
    enums: {},
    schemas: {},
    sequences: {},
    roles: {},
    policies: {},
    views: {},
    _meta: { columns: {}, schemas: {}, tables: {} },
  };
}

/** drizzle-kit chains snapshots by UUID, from an all-zero one; only their equality matters. */
function snapshotId(count: number): string {
  return count === 0
    ? "00000000-0000-0000-0000-000000000000"
    : `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
}

function tagOf(table: SchemaTable, index: number): string {
  return `${number(index)}_${table.name}`;
}

function number(index: number): string {
  return String(index).padStart(4, "0");
}
