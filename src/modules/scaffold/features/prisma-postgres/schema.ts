import type { ColumnSpec, TableSpec, TemplateFile } from "../../engine/feature";
import { camelCase, modelName, snakeCase } from "../../engine/table-names";

/** `prisma/schema.prisma`, laid out as \`prisma format\` does, and one migration per table. */
export function renderSchema(tables: readonly TableSpec[]): TemplateFile[] {
  const models = tables.map((table) => modelCode(table, tables));
  return [
    { path: "prisma/schema.prisma", content: [header, ...models].join("\n") },
    { path: "prisma/migrations/migration_lock.toml", content: `provider = "postgresql"\n` },
    ...tables.map((table, index) => ({
      path: `prisma/migrations/${migrationName(table, index)}/migration.sql`,
      content: migration(table),
    })),
  ];
}

const header = `generator client {
  provider = "prisma-client"
  output   = "../src/db/generated"
}

datasource db {
  provider = "postgresql"
}
`;

/** Prisma sorts migrations by name, which begins with a time. */
function migrationName({ name }: TableSpec, index: number): string {
  return `20261121${String(index).padStart(6, "0")}_${name}`;
}

interface Field {
  name: string;
  type: string;
  attributes: string[];
  comment?: string;
}

function modelCode(table: TableSpec, tables: readonly TableSpec[]): string {
  const fields = [
    ...table.columns.map(scalarField),
    ...table.columns.flatMap(ownRelation),
    ...relationsTo(table, tables),
  ];
  const nameWidth = Math.max(...fields.map(({ name }) => name.length));
  const typeWidth = Math.max(...fields.map(({ type }) => type.length));
  const lines = fields.map(({ name, type, attributes, comment }) => {
    const line = `  ${name.padEnd(nameWidth)} ${type.padEnd(typeWidth)} ${attributes.join(" ")}`;
    return (comment === undefined ? "" : `  /// ${comment}\n`) + line.trimEnd();
  });
  const indexes = (table.indexes ?? []).map(({ columns }) => `  @@index([${columns.join(", ")}])`);
  const footer = [...indexes, `  @@map("${table.name}")`];
  return `model ${modelName(table.name)} {\n${lines.join("\n")}\n\n${footer.join("\n")}\n}\n`;
}

const types = { uuid: "String", text: "String", timestamp: "DateTime", boolean: "Boolean" };
const nativeTypes = { uuid: "@db.Uuid", text: undefined, timestamp: "@db.Timestamptz(3)", boolean: undefined };
const defaults = {
  "new-id": `@default(dbgenerated("gen_random_uuid()"))`,
  now: "@default(now())",
  false: "@default(false)",
};

function scalarField(column: ColumnSpec): Field {
  const { name, type, isPrimaryKey, isUnique, isOptional, fill, comment } = column;
  const sqlName = snakeCase(name);
  const attributes = [
    isPrimaryKey && "@id",
    isUnique && "@unique",
    fill !== undefined && defaults[fill],
    sqlName !== name && `@map("${sqlName}")`,
    nativeTypes[type],
  ].filter((attribute) => typeof attribute === "string");
  return { name, type: types[type] + (isOptional ? "?" : ""), attributes, comment };
}

/** The row a column points to: \`userId\` comes with \`user\`. */
function ownRelation({ name, references, isOptional }: ColumnSpec): Field[] {
  if (references === undefined) return [];
  const relation = `@relation(fields: [${name}], references: [${references.column}], onDelete: Cascade)`;
  return [
    {
      name: name.replace(/Id$/, ""),
      type: modelName(references.table) + (isOptional ? "?" : ""),
      attributes: [relation],
    },
  ];
}

/** The rows that point here; Prisma wants both ends of a relation. */
function relationsTo(table: TableSpec, tables: readonly TableSpec[]): Field[] {
  return tables
    .filter(({ columns }) => columns.some(({ references }) => references?.table === table.name))
    .map(({ name }) => ({ name: camelCase(name), type: `${modelName(name)}[]`, attributes: [] }));
}

const sqlTypes = { uuid: "UUID", text: "TEXT", timestamp: "TIMESTAMPTZ(3)", boolean: "BOOLEAN" };
const sqlDefaults = { "new-id": "gen_random_uuid()", now: "CURRENT_TIMESTAMP", false: "false" };

/** The SQL that Prisma Migrate writes for this table, so that it goes on from here. */
function migration(table: TableSpec): string {
  const columns = table.columns.map(({ name, type, isOptional, fill }) => {
    const notNull = isOptional ? "" : " NOT NULL";
    const fallback = fill === undefined ? "" : ` DEFAULT ${sqlDefaults[fill]}`;
    return `    "${snakeCase(name)}" ${sqlTypes[type]}${notNull}${fallback},\n`;
  });
  const keys = table.columns.filter(({ isPrimaryKey }) => isPrimaryKey).map(({ name }) => `"${snakeCase(name)}"`);
  const createTable = `-- CreateTable
CREATE TABLE "${table.name}" (
${columns.join("")}
    CONSTRAINT "${table.name}_pkey" PRIMARY KEY (${keys.join(", ")})
);
`;
  return [createTable, ...createIndexes(table), ...foreignKeys(table)].join("\n");
}

function createIndexes(table: TableSpec): string[] {
  const unique = table.columns
    .filter(({ isUnique }) => isUnique)
    .map(({ name }) => ({ kind: "UNIQUE INDEX", columns: [snakeCase(name)], suffix: "key" }));
  const plain = (table.indexes ?? []).map((index) => ({
    kind: "INDEX",
    columns: index.columns.map(snakeCase),
    suffix: "idx",
  }));
  return [...unique, ...plain].map(({ kind, columns, suffix }) => {
    const name = [table.name, ...columns, suffix].join("_");
    const list = columns.map((column) => `"${column}"`).join(", ");
    return `-- CreateIndex\nCREATE ${kind} "${name}" ON "${table.name}"(${list});\n`;
  });
}

function foreignKeys({ name: table, columns }: TableSpec): string[] {
  return columns.flatMap(({ name, references }) => {
    if (references === undefined) return [];
    const column = snakeCase(name);
    const target = `"${references.table}"("${snakeCase(references.column)}")`;
    const constraint = `ALTER TABLE "${table}" ADD CONSTRAINT "${table}_${column}_fkey"`;
    return [
      `-- AddForeignKey\n${constraint} FOREIGN KEY ("${column}") REFERENCES ${target} ON DELETE CASCADE ON UPDATE CASCADE;\n`,
    ];
  });
}
