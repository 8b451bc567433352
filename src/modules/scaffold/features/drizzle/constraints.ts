import type { ColumnSpec, TableSpec } from "../../engine/feature";
import { snakeCase } from "../../engine/table-names";

/** A foreign key as drizzle-kit records it. */
export interface ForeignKey {
  name: string;
  tableFrom: string;
  tableTo: string;
  columnsFrom: string[];
  columnsTo: string[];
  onDelete: "cascade";
  onUpdate: "no action";
}

/** `sessions_user_id`: the table and the columns of an index. */
export function indexName(table: TableSpec, { columns }: { columns: string[] }): string {
  return [table.name, ...columns.map(snakeCase)].join("_");
}

export function uniqueName(table: TableSpec, column: ColumnSpec): string {
  return `${table.name}_${snakeCase(column.name)}_unique`;
}

export function foreignKeysOf(table: TableSpec): ForeignKey[] {
  return table.columns.flatMap(({ name, references }): ForeignKey[] => {
    if (references === undefined) return [];
    const column = snakeCase(name);
    const target = snakeCase(references.column);
    return [
      {
        name: [table.name, column, references.table, target, "fk"].join("_"),
        tableFrom: table.name,
        tableTo: references.table,
        columnsFrom: [column],
        columnsTo: [target],
        onDelete: "cascade",
        onUpdate: "no action",
      },
    ];
  });
}
