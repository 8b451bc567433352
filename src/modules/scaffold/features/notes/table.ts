import type { TableSpec } from "../../engine/feature";

export const notesTable: TableSpec = {
  name: "notes",
  columns: [
    { name: "id", type: "uuid", isPrimaryKey: true, fill: "new-id" },
    { name: "text", type: "text" },
    { name: "createdAt", type: "timestamp", fill: "now" },
  ],
  indexes: [{ columns: ["createdAt"] }],
};
