import type { ComposeService } from "../../engine/feature";

/** A PostgreSQL server beside the app, for the compose file. */
export const postgresService: ComposeService = {
  name: "postgres",
  image: "postgres:17-alpine",
  environment: { POSTGRES_USER: "app", POSTGRES_PASSWORD: "app", POSTGRES_DB: "app" },
  volumes: { "postgres-data": "/var/lib/postgresql/data" },
  healthCommand: "pg_isready --username app",
  appEnvironment: { DATABASE_URL: "postgres://app:app@postgres:5432/app" },
};
