import { versions } from "../../catalog/versions";
import type { Feature } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { clientFile, clientHooks } from "../database/client-module";
import { userStore } from "../database/user-store";
import { addressReadme, mongoGuidance } from "../mongo/documents";
import { mongoService } from "../mongo/service";
import { connectionModule, indexesModule } from "./connection";
import { mongodbFacts } from "./facts";
import { mongoUserStore, noteStore } from "./stores";

const client = { variable: "MONGODB_URI", check: "await db.command({ ping: 1 });" };

export const mongodb: Feature = {
  ...mongodbFacts,
  render: (_config, { tables }) => [{ path: "src/db/indexes.ts", content: indexesModule(tables) }],
  contribute: (config) => ({
    ...clientHooks(client),
    files: [
      clientFile(client),
      { path: "src/db/connection.ts", content: connectionModule(config) },
      { path: "src/notes/store.ts", content: noteStore },
      ...userStore(config, mongoUserStore),
    ],
    dependencies: ["mongodb"],
    stack: [{ name: "MongoDB driver", version: versions.mongodb }],
    ingredients: ["MongoDB"],
    landmarks: [{ path: "src/db/indexes.ts", purpose: "The indexes of every collection." }],
    composeServices: [mongoService(config)],
    externalPackages: ["mongodb"],
    readme: [{ heading: "Database", body: readme(config) }],
    guidance: mongoGuidance,
  }),
};

function readme(config: ScaffoldConfig): string {
  return `MongoDB through its own driver. ${addressReadme(config)}

Collections need no migration. Their indexes stand in \`src/db/indexes.ts\` and are made when the server starts.`;
}
