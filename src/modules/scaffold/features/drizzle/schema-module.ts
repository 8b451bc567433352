import type { ColumnSpec, TableSpec } from "../../engine/feature";
import { camelCase } from "../../engine/table-names";
import { indexName } from "./constraints";

/** How a database of Drizzle writes a table and its columns. */
export interface Dialect {
  /** Module of the column types, such as `drizzle-orm/pg-core`. */
  from: string;
  tableFunction: string;
  columnFunction: (column: ColumnSpec) => string;
  /** `text("name")` and every call that follows it: `.notNull()`. */
  column: (column: ColumnSpec) => { type: string; calls: string[] };
}

/** `src/db/schema.ts`, laid out as a formatter would. */
export function schemaModule(tables: readonly TableSpec[], dialect: Dialect): string {
  const columns = tables.flatMap((table) => table.columns);
  const hasIndexes = tables.some(({ indexes = [] }) => indexes.length > 0);
  const imports = [dialect.tableFunction, ...columns.map(dialect.columnFunction), ...(hasIndexes ? ["index"] : [])];
  const names = [...new Set(imports)].sort().join(", ");
  const code = tables.map((table) => tableCode(table, dialect)).join("\n");
  return `import { ${names} } from "${dialect.from}";\n\n${code}`;
}

function tableCode(table: TableSpec, dialect: Dialect): string {
  const name = camelCase(table.name);
  const indexes = (table.indexes ?? []).map((index) => {
    const columns = index.columns.map((column) => `table.${column}`).join(", ");
    return `index("${indexName(table, index)}").on(${columns})`;
  });
  const lines = (indent: string) => table.columns.map((column) => columnCode(column, dialect, indent)).join("");
  if (indexes.length === 0)
    return `export const ${name} = ${dialect.tableFunction}("${table.name}", {\n${lines("  ")}});\n`;
  return `export const ${name} = ${dialect.tableFunction}(
  "${table.name}",
  {
${lines("    ")}  },
  (table) => [${fill(indexes)}],
);
`;
}

function columnCode(column: ColumnSpec, dialect: Dialect, indent: string): string {
  const { type, calls } = dialect.column(column);
  const comment = column.comment === undefined ? "" : `${indent}/** ${column.comment} */\n`;
  const isBroken = calls.length > 1 && calls.some((call) => call.includes("=>"));
  const separator = isBroken ? `\n${indent}  ` : "";
  return `${comment}${indent}${column.name}: ${[type, ...calls].join(separator)},\n`;
}

/** The calls both dialects share: key, presence, uniqueness and the row it points to. */
export function commonCalls(column: ColumnSpec): string[] {
  const { isPrimaryKey, isOptional, isUnique, references } = column;
  return [
    ...(isPrimaryKey ? [".primaryKey()"] : []),
    ...(isPrimaryKey || isOptional ? [] : [".notNull()"]),
    ...(isUnique ? [".unique()"] : []),
    ...(references
      ? [`.references(() => ${camelCase(references.table)}.${references.column}, { onDelete: "cascade" })`]
      : []),
  ];
}

/** A list on one line where it fits, otherwise one entry a line. */
function fill(entries: readonly string[]): string {
  const line = entries.join(", ");
  return line.length <= 100 ? line : `\n${entries.map((entry) => `    ${entry},\n`).join("")}  `;
}
