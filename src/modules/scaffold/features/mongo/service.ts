import type { ComposeService } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";

/** A MongoDB server beside the app, for the compose file. */
export function mongoService({ name }: ScaffoldConfig): ComposeService {
  return {
    name: "mongo",
    image: "mongo:8",
    volumes: { "mongo-data": "/data/db" },
    healthCommand: `mongosh --quiet --eval "db.runCommand({ ping: 1 }).ok"`,
    appEnvironment: { MONGODB_URI: `mongodb://mongo:27017/${name}` },
  };
}
