import type { ColumnSpec, TableSpec } from "../../engine/feature";
import { modelName } from "../../engine/table-names";

/** `src/db/models.ts`: a schema for every collection, and its model. */
export function modelsModule(tables: readonly TableSpec[]): string {
  const models = tables.map(
    ({ name }) => `    ${modelName(name)}: connection.model("${modelName(name)}", ${schemaName(name)}, "${name}"),\n`,
  );
  return `import { type Connection, Schema } from "mongoose";

${tables.map(schemaCode).join("\n")}
/** The models of a connection. */
export function createModels(connection: Connection) {
  return {
${models.join("")}  };
}

export type Models = ReturnType<typeof createModels>;
`;
}

function schemaName(table: string): string {
  const name = modelName(table);
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}Schema`;
}

function schemaCode({ name, columns, indexes = [] }: TableSpec): string {
  const fields = columns.filter(({ isPrimaryKey }) => !isPrimaryKey).map(fieldCode);
  const calls = indexes.map((index) => {
    const keys = index.columns.map((column) => `${column}: 1`).join(", ");
    return `${schemaName(name)}.index({ ${keys} });\n`;
  });
  return `const ${schemaName(name)} = new Schema(
  {
${fields.join("")}  },
  { versionKey: false },
);
${calls.join("")}`;
}

const types = { uuid: "String", text: "String", timestamp: "Date", boolean: "Boolean" };
const defaults = { "new-id": "() => crypto.randomUUID()", now: "() => new Date()", false: "false" };

function fieldCode({ name, type, isOptional, isUnique, fill, references, comment }: ColumnSpec): string {
  const options = [
    references ? "type: Schema.Types.ObjectId" : `type: ${types[type]}`,
    references && `ref: "${modelName(references.table)}"`,
    !isOptional && "required: true",
    isUnique && "unique: true",
    fill !== undefined && `default: ${defaults[fill]}`,
  ].filter((option) => typeof option === "string");
  const comments = comment === undefined ? "" : `    /** ${comment} */\n`;
  return `${comments}    ${name}: { ${options.join(", ")} },\n`;
}
