import type { TableSpec, TemplateFile } from "../../engine/feature";
import { toJson } from "../../engine/manifest";

/** When drizzle-kit recorded the first migration; each later one is a second on. */
const firstMigrationAt = Date.UTC(2026, 10, 21);

/** What differs between the databases of drizzle-kit. */
export interface MigrationDialect {
  name: "postgresql" | "sqlite";
  /** Version of a snapshot. */
  version: string;
  /** The statements that make a table and its indexes. */
  statements: (table: TableSpec) => string[];
  /** The record drizzle-kit keeps of a database with these tables. */
  snapshot: (tables: readonly TableSpec[]) => object;
}

/** One migration per table with the record drizzle-kit keeps of each, so that it goes on from here. */
export function renderMigrations(tables: readonly TableSpec[], dialect: MigrationDialect): TemplateFile[] {
  const journal = {
    version: "7",
    dialect: dialect.name,
    entries: tables.map((table, idx) => ({
      idx,
      version: dialect.version,
      when: firstMigrationAt + idx * 1000,
      tag: tagOf(table, idx),
      breakpoints: true,
    })),
  };
  return [
    { path: "drizzle/meta/_journal.json", content: toJson(journal) },
    ...tables.flatMap((table, index) => [
      { path: `drizzle/${tagOf(table, index)}.sql`, content: migrationText(dialect.statements(table)) },
      {
        path: `drizzle/meta/${number(index)}_snapshot.json`,
        content: toJson({
          id: snapshotId(index + 1),
          prevId: snapshotId(index),
          version: dialect.version,
          dialect: dialect.name,
          ...dialect.snapshot(tables.slice(0, index + 1)),
        }),
      },
    ]),
  ];
}

function migrationText(statements: readonly string[]): string {
  return `${statements.join("\n--> statement-breakpoint\n")}\n`;
}

/** drizzle-kit chains snapshots by UUID, from an all-zero one; only their equality matters. */
function snapshotId(count: number): string {
  return count === 0
    ? "00000000-0000-0000-0000-000000000000"
    : `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
}

function tagOf(table: TableSpec, index: number): string {
  return `${number(index)}_${table.name}`;
}

function number(index: number): string {
  return String(index).padStart(4, "0");
}
