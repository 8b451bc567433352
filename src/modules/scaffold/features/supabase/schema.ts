import type { ColumnSpec, TableSpec, TemplateFile } from "../../engine/feature";
import { snakeCase } from "../../engine/table-names";

/** The types of these tables as supabase-js wants them, and the SQL that makes each. */
export function renderSchema(tables: readonly TableSpec[]): TemplateFile[] {
  return [
    { path: "src/db/tables.ts", content: typesModule(tables) },
    ...tables.map((table, index) => ({
      path: `supabase/migrations/20261121${String(index).padStart(6, "0")}_${table.name}.sql`,
      content: migration(table),
    })),
  ];
}

const types = { uuid: "string", text: "string", timestamp: "string", boolean: "boolean" };

function typesModule(tables: readonly TableSpec[]): string {
  const entries = tables.map(({ name, columns }) => {
    const fields = (isInsert: boolean) => columns.map((column) => fieldType(column, isInsert)).join("; ");
    return `      ${name}: {
        Row: { ${fields(false)} };
        Insert: { ${fields(true)} };
        Update: Partial<Tables["${name}"]["Insert"]>;
        Relationships: [];
      };
`;
  });
  return `/** The tables of supabase/migrations. \`supabase gen types typescript\` writes the same from a running database. */
export interface Schema {
  public: {
    Tables: {
${entries.join("").replaceAll('Tables["', 'Schema["public"]["Tables"]["')}    };
    Views: Record<never, never>;
    Functions: Record<never, never>;
  };
}
`;
}

function fieldType({ name, type, isOptional, fill }: ColumnSpec, isInsert: boolean): string {
  const mayBeLeftOut = isInsert && (isOptional || fill !== undefined);
  return `${snakeCase(name)}${mayBeLeftOut ? "?" : ""}: ${types[type]}${isOptional ? " | null" : ""}`;
}

const sqlTypes = { uuid: "uuid", text: "text", timestamp: "timestamptz", boolean: "boolean" };
const defaults = { "new-id": "gen_random_uuid()", now: "now()", false: "false" };

function migration(table: TableSpec): string {
  const name = `public.${table.name}`;
  const indexes = (table.indexes ?? []).map((index) => {
    const columns = index.columns.map(snakeCase);
    return `create index ${[table.name, ...columns].join("_")} on ${name} (${columns.join(", ")});\n`;
  });
  return `create table ${name} (
  ${table.columns.map(columnSql).join(",\n  ")}
);

${indexes.join("")}
-- Without a policy only the secret key of the server gets in. A policy opens rows to people who are signed in.
alter table ${name} enable row level security;
grant select, insert, update, delete on ${name} to service_role;
`;
}

function columnSql({ name, type, isPrimaryKey, isOptional, isUnique, fill, references }: ColumnSpec): string {
  const parts = [
    `${snakeCase(name)} ${sqlTypes[type]}`,
    isPrimaryKey && "primary key",
    !isPrimaryKey && !isOptional && "not null",
    isUnique && "unique",
    fill !== undefined && `default ${defaults[fill]}`,
    references && `references public.${references.table} (${snakeCase(references.column)}) on delete cascade`,
  ];
  return parts.filter((part) => typeof part === "string").join(" ");
}
