import { versions } from "../../catalog/versions";
import type { Feature } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { clientFile, clientHooks } from "../database/client-module";
import { userStore } from "../database/user-store";
import { addressReadme, mongoGuidance } from "../mongo/documents";
import { mongoService } from "../mongo/service";
import { connectionModule } from "./connection";
import { mongooseFacts } from "./facts";
import { modelsModule } from "./models";
import { mongooseUserStore, noteStore } from "./stores";

const client = {
  variable: "MONGODB_URI",
  check: "await db.command({ ping: 1 });",
  models: true,
};

export const mongoose: Feature = {
  ...mongooseFacts,
  render: (_config, { tables }) => [{ path: "src/db/models.ts", content: modelsModule(tables) }],
  contribute: (config) => ({
    ...clientHooks(client),
    files: [
      clientFile(client),
      { path: "src/db/connection.ts", content: connectionModule(config) },
      { path: "src/notes/store.ts", content: noteStore },
      ...userStore(config, mongooseUserStore),
    ],
    // Better Auth's adapter takes the driver from the project.
    dependencies: ["mongoose", ...(config.auth === "better-auth" ? (["mongodb"] as const) : [])],
    stack: [{ name: "Mongoose", version: versions.mongoose }],
    ingredients: ["MongoDB through Mongoose"],
    landmarks: [{ path: "src/db/models.ts", purpose: "The schema of every collection, with its indexes." }],
    composeServices: [mongoService(config)],
    externalPackages: ["mongodb", "mongoose"],
    readme: [{ heading: "Database", body: readme(config) }],
    guidance: mongoGuidance,
  }),
};

function readme(config: ScaffoldConfig): string {
  return `MongoDB through Mongoose. ${addressReadme(config)}

Schemas and indexes stand in \`src/db/models.ts\`; the indexes are made when the server starts.`;
}
