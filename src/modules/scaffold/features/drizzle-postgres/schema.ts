import type { ColumnSpec, TableSpec, TemplateFile } from "../../engine/feature";
import { snakeCase } from "../../engine/table-names";
import { foreignKeysOf, indexName, uniqueName } from "../drizzle/constraints";
import { type MigrationDialect, renderMigrations } from "../drizzle/migrations";
import { commonCalls, type Dialect, schemaModule } from "../drizzle/schema-module";

/** The Drizzle schema of these tables, and the migrations that make them. */
export function renderSchema(tables: readonly TableSpec[]): TemplateFile[] {
  return [{ path: "src/db/schema.ts", content: schemaModule(tables, code) }, ...renderMigrations(tables, sql)];
}

const code: Dialect = {
  from: "drizzle-orm/pg-core",
  tableFunction: "pgTable",
  columnFunction: ({ type }) => type,
  column: (column) => {
    const zone = column.type === "timestamp" ? ", { withTimezone: true }" : "";
    return {
      type: `${column.type}("${snakeCase(column.name)}"${zone})`,
      calls: [...commonCalls(column), ...(column.fill === undefined ? [] : [fillCalls[column.fill]])],
    };
  },
};

const fillCalls = { "new-id": ".defaultRandom()", now: ".defaultNow()", false: ".default(false)" };
const fillValues = { "new-id": "gen_random_uuid()", now: "now()", false: false };

const sql: MigrationDialect = {
  name: "postgresql",
  version: "7",
  statements: (table) => [createTable(table), ...foreignKeys(table), ...indexes(table)],
  snapshot: (tables) => ({
    tables: Object.fromEntries(tables.map((table) => [`public.${table.name}`, tableSnapshot(table)])),
    enums: {},
    schemas: {},
    sequences: {},
    roles: {},
    policies: {},
    views: {},
    _meta: { columns: {}, schemas: {}, tables: {} },
  }),
};

function sqlType({ type }: ColumnSpec): string {
  return type === "timestamp" ? "timestamp with time zone" : type;
}

function createTable(table: TableSpec): string {
  const columns = table.columns.map((column) => {
    const { name, isPrimaryKey, isOptional, fill } = column;
    const parts = [
      `"${snakeCase(name)}" ${sqlType(column)}`,
      isPrimaryKey && "PRIMARY KEY",
      fill !== undefined && `DEFAULT ${fillValues[fill]}`,
      !isOptional && "NOT NULL",
    ];
    return parts.filter((part) => typeof part === "string").join(" ");
  });
  const constraints = table.columns
    .filter(({ isUnique }) => isUnique)
    .map((column) => `CONSTRAINT "${uniqueName(table, column)}" UNIQUE("${snakeCase(column.name)}")`);
  return `CREATE TABLE "${table.name}" (\n\t${[...columns, ...constraints].join(",\n\t")}\n);`;
}

function foreignKeys(table: TableSpec): string[] {
  return foreignKeysOf(table).map(
    ({ name, columnsFrom, tableTo, columnsTo }) =>
      `ALTER TABLE "${table.name}" ADD CONSTRAINT "${name}" FOREIGN KEY ("${columnsFrom}") REFERENCES "public"."${tableTo}"("${columnsTo}") ON DELETE cascade ON UPDATE no action;`,
  );
}

function indexes(table: TableSpec): string[] {
  return (table.indexes ?? []).map((index) => {
    const columns = index.columns.map((column) => `"${snakeCase(column)}"`).join(",");
    return `CREATE INDEX "${indexName(table, index)}" ON "${table.name}" USING btree (${columns});`;
  });
}

function tableSnapshot(table: TableSpec): object {
  const { name, columns } = table;
  const unique = columns.filter(({ isUnique }) => isUnique);
  return {
    name,
    schema: "",
    columns: Object.fromEntries(columns.map((column) => [snakeCase(column.name), columnSnapshot(column)])),
    indexes: Object.fromEntries(
      (table.indexes ?? []).map((index) => [indexName(table, index), indexSnapshot(table, index)]),
    ),
    foreignKeys: Object.fromEntries(foreignKeysOf(table).map((key) => [key.name, key])),
    compositePrimaryKeys: {},
    uniqueConstraints: Object.fromEntries(
      unique.map((column) => [
        uniqueName(table, column),
        { name: uniqueName(table, column), nullsNotDistinct: false, columns: [snakeCase(column.name)] },
      ]),
    ),
    policies: {},
    checkConstraints: {},
    isRLSEnabled: false,
  };
}

function columnSnapshot(column: ColumnSpec): object {
  return {
    name: snakeCase(column.name),
    type: sqlType(column),
    primaryKey: column.isPrimaryKey ?? false,
    notNull: !column.isOptional,
    ...(column.fill === undefined ? {} : { default: fillValues[column.fill] }),
  };
}

function indexSnapshot(table: TableSpec, index: { columns: string[] }): object {
  return {
    name: indexName(table, index),
    columns: index.columns.map((column) => ({
      expression: snakeCase(column),
      isExpression: false,
      asc: true,
      nulls: "last",
    })),
    isUnique: false,
    concurrently: false,
    method: "btree",
    with: {},
  };
}
