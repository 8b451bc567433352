import type { ColumnSpec, TableSpec, TemplateFile } from "../../engine/feature";
import { snakeCase } from "../../engine/table-names";
import { foreignKeysOf, indexName, uniqueName } from "../drizzle/constraints";
import { type MigrationDialect, renderMigrations } from "../drizzle/migrations";
import { commonCalls, type Dialect, schemaModule } from "../drizzle/schema-module";

/** The Drizzle schema of these tables, and the migrations that make them. */
export function renderSchema(tables: readonly TableSpec[]): TemplateFile[] {
  return [{ path: "src/db/schema.ts", content: schemaModule(tables, code) }, ...renderMigrations(tables, sql)];
}

/** SQLite has neither times nor booleans: a time is milliseconds since 1970, a boolean 0 or 1. */
const storedAs = { uuid: "text", text: "text", timestamp: "integer", boolean: "integer" } as const;
const modes = { uuid: "", text: "", timestamp: `, { mode: "timestamp_ms" }`, boolean: `, { mode: "boolean" }` };

const fillCalls = {
  "new-id": ".$defaultFn(() => crypto.randomUUID())",
  now: ".$defaultFn(() => new Date())",
  false: ".default(false)",
};

const code: Dialect = {
  from: "drizzle-orm/sqlite-core",
  tableFunction: "sqliteTable",
  columnFunction: ({ type }) => storedAs[type],
  column: (column) => ({
    type: `${storedAs[column.type]}("${snakeCase(column.name)}"${modes[column.type]})`,
    calls: [...commonCalls(column), ...(column.fill === undefined ? [] : [fillCalls[column.fill]])],
  }),
};

const sql: MigrationDialect = {
  name: "sqlite",
  version: "6",
  statements: (table) => [createTable(table), ...indexesOf(table).map((index) => createIndex(table, index))],
  snapshot: (tables) => ({
    tables: Object.fromEntries(tables.map((table) => [table.name, tableSnapshot(table)])),
    views: {},
    enums: {},
    _meta: { tables: {}, columns: {} },
    internal: { indexes: {} },
  }),
};

interface Index {
  name: string;
  columns: string[];
  isUnique: boolean;
}

/** SQLite keeps a unique column as a unique index. */
function indexesOf(table: TableSpec): Index[] {
  const unique = table.columns.filter(({ isUnique }) => isUnique);
  return [
    ...unique.map((column) => ({
      name: uniqueName(table, column),
      columns: [snakeCase(column.name)],
      isUnique: true,
    })),
    ...(table.indexes ?? []).map((index) => ({
      name: indexName(table, index),
      columns: index.columns.map(snakeCase),
      isUnique: false,
    })),
  ];
}

function createTable(table: TableSpec): string {
  const columns = table.columns.map((column) => {
    const parts = [
      `\`${snakeCase(column.name)}\` ${storedAs[column.type]}`,
      column.isPrimaryKey && "PRIMARY KEY",
      column.fill === "false" && "DEFAULT false",
      !column.isOptional && "NOT NULL",
    ];
    return parts.filter((part) => typeof part === "string").join(" ");
  });
  const keys = foreignKeysOf(table).map(
    ({ columnsFrom, tableTo, columnsTo }) =>
      `FOREIGN KEY (\`${columnsFrom}\`) REFERENCES \`${tableTo}\`(\`${columnsTo}\`) ON UPDATE no action ON DELETE cascade`,
  );
  return `CREATE TABLE \`${table.name}\` (\n\t${[...columns, ...keys].join(",\n\t")}\n);`;
}

function createIndex(table: TableSpec, { name, columns, isUnique }: Index): string {
  const list = columns.map((column) => `\`${column}\``).join(",");
  return `CREATE ${isUnique ? "UNIQUE " : ""}INDEX \`${name}\` ON \`${table.name}\` (${list});`;
}

function tableSnapshot(table: TableSpec): object {
  return {
    name: table.name,
    columns: Object.fromEntries(table.columns.map((column) => [snakeCase(column.name), columnSnapshot(column)])),
    indexes: Object.fromEntries(indexesOf(table).map((index) => [index.name, index])),
    foreignKeys: Object.fromEntries(foreignKeysOf(table).map((key) => [key.name, key])),
    compositePrimaryKeys: {},
    uniqueConstraints: {},
    checkConstraints: {},
  };
}

function columnSnapshot({ name, type, isPrimaryKey, isOptional, fill }: ColumnSpec): object {
  return {
    name: snakeCase(name),
    type: storedAs[type],
    primaryKey: isPrimaryKey ?? false,
    notNull: !isOptional,
    autoincrement: false,
    ...(fill === "false" ? { default: false } : {}),
  };
}
