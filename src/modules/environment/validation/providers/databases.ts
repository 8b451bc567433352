import {
  block,
  isFile,
  isFolder,
  keyRule,
  malformedJwt,
  namesDatabase,
  notLocal,
  orFolder,
  type ProviderRule,
  rulesOf,
  startsNot,
  startsWith,
  urlOf,
  warn,
  wellFormedIfJwt,
} from "../expectations";
import { parseUrl } from "../values";

const postgresExample = "postgres://user:password@host:5432/app";

const encrypted = warn(
  (value) => parseUrl(value)?.searchParams.get("sslmode") !== "disable",
  "sslmode=disable sends the password and the data unencrypted. Use sslmode=require over a network.",
);

/** The poolers of Supabase, Neon and PgBouncer show in the port or the host. */
function isPooled(value: string): boolean {
  const url = parseUrl(value);
  return url?.port === "6543" || url?.searchParams.get("pgbouncer") === "true" || /-pooler\./.test(url?.hostname ?? "");
}

export const databasesRules: readonly ProviderRule[] = [
  ...rulesOf("PostgreSQL", undefined, [
    {
      id: "postgres-url",
      keys: ["DATABASE_URL", "POSTGRES_URL", "POSTGRES_PRISMA_URL"],
      format: "postgres://user:password@host:port/database, or pglite:<folder> on this machine",
      example: postgresExample,
      maxLength: 2048,
      expectations: [
        ...urlOf(["postgres", "postgresql"], postgresExample).map(orFolder),
        orFolder(
          block(namesDatabase, `This URL names no database. Add its name at the end, such as ${postgresExample}.`),
        ),
        block((value) => value !== "pglite:", "Name a folder after pglite:, such as pglite:./data."),
      ],
      remote: [
        block(
          (value) => !isFolder(value),
          "pglite: keeps its data on this machine. The app runs elsewhere and needs the address of a PostgreSQL server.",
        ),
        notLocal,
        encrypted,
      ],
    },
    {
      id: "postgres-direct-url",
      keys: ["DIRECT_URL", "DIRECT_DATABASE_URL", "DATABASE_URL_UNPOOLED", "POSTGRES_URL_NON_POOLING"],
      format: "postgres://user:password@host:port/database, not through a pooler",
      example: postgresExample,
      maxLength: 2048,
      expectations: [
        ...urlOf(["postgres", "postgresql"], postgresExample).map(orFolder),
        orFolder(
          block(namesDatabase, `This URL names no database. Add its name at the end, such as ${postgresExample}.`),
        ),
        warn(
          (value) => !isPooled(value),
          "This is the address of a connection pooler. Migrations need the direct address of the database.",
        ),
      ],
      remote: [notLocal, encrypted],
    },
  ]),
  ...rulesOf("SQLite or Turso", "https://docs.turso.tech/sdk/ts/reference", [
    {
      id: "sqlite-url",
      keys: ["TURSO_DATABASE_URL", "LIBSQL_URL"],
      format: "file:<path>, or libsql://host of a Turso database",
      example: "file:./data/app.db",
      maxLength: 2048,
      expectations: [
        block(
          /^(?:file|libsql|https?|wss?):/i,
          "This must start with file: or libsql://, such as file:./data/app.db or libsql://app-me.turso.io.",
        ),
        block(
          (value) => !/^file:(?:$|:memory:|\?)/i.test(value),
          "Name a file after file:, such as file:./data/app.db.",
        ),
        block(
          (value) => isFile(value) || Boolean(parseUrl(value)?.hostname),
          "This URL names no host. Copy the address of the database from Turso.",
        ),
      ],
      remote: [
        warn(
          (value) => !isFile(value),
          "A file is lost at the next deployment unless its folder is on a disk that stays. Use a Turso database where there is none.",
        ),
        notLocal,
      ],
    },
  ]),
  ...rulesOf("Turso", "https://docs.turso.tech/sdk/ts/reference", [
    keyRule(
      "turso-auth-token",
      ["TURSO_AUTH_TOKEN", "LIBSQL_AUTH_TOKEN", "DATABASE_AUTH_TOKEN"],
      "eyJhbGciOiJFZERTQSJ9.eyJhIjoicncifQ.c2lnbmF0dXJl",
      [
        block(startsNot("libsql:", "https:"), "This is an address. Use the token that belongs to the database."),
        block(wellFormedIfJwt, malformedJwt),
        startsWith(["eyJ"]),
      ],
    ),
  ]),
  ...rulesOf("MySQL", undefined, [
    {
      id: "mysql-url",
      keys: ["MYSQL_URL"],
      format: "mysql://user:password@host:port/database",
      example: "mysql://user:password@host:3306/app",
      maxLength: 2048,
      expectations: [
        ...urlOf(["mysql", "mysqls", "mariadb"], "mysql://user:password@host:3306/app"),
        block(
          namesDatabase,
          "This URL names no database. Add its name at the end, such as mysql://user:password@host:3306/app.",
        ),
      ],
      remote: [notLocal],
    },
  ]),
  ...rulesOf("MongoDB", "https://www.mongodb.com/docs/manual/reference/connection-string/", [
    {
      id: "mongodb-url",
      keys: ["MONGODB_URI", "MONGODB_URL", "MONGO_URL"],
      format: "mongodb://host/database or mongodb+srv://host/database",
      example: "mongodb+srv://user:password@cluster.example.net/app",
      maxLength: 2048,
      expectations: [
        block(/^mongodb(?:\+srv)?:\/\//i, "This must start with mongodb:// or mongodb+srv://."),
        block(/^[^:]+:\/\/[^/?#]/, "This URL names no host."),
        warn(/^[^:]+:\/\/[^/?#]+\/[^/?#]/, "This URL names no database, so the driver uses one called test."),
      ],
      remote: [notLocal],
    },
  ]),
  ...rulesOf("Redis", undefined, [
    {
      id: "redis-url",
      keys: ["REDIS_URL", "KV_URL"],
      format: "redis://host:port or rediss://host:port",
      example: "rediss://default:password@host:6379",
      maxLength: 2048,
      expectations: urlOf(["redis", "rediss"], "redis://host:6379"),
      remote: [notLocal],
    },
  ]),
  ...rulesOf("Upstash", "https://upstash.com/docs/redis/features/restapi", [
    {
      id: "upstash-redis-url",
      keys: ["UPSTASH_REDIS_REST_URL", "KV_REST_API_URL"],
      format: "https://<name>.upstash.io",
      example: "https://eu1-calm-gull-12345.upstash.io",
      maxLength: 2048,
      expectations: [
        block(
          startsNot("redis:", "rediss:"),
          "This is the address of the Redis protocol. Use the REST address of the database, which starts with https://.",
        ),
        ...urlOf(["https", "http"], "https://eu1-calm-gull-12345.upstash.io"),
      ],
      remote: [notLocal],
    },
    keyRule("upstash-redis-token", ["UPSTASH_REDIS_REST_TOKEN", "KV_REST_API_TOKEN"], "AXyzASQgN2M2ZjU0LTk4", [
      block(
        startsNot("http:", "https:", "redis:", "rediss:"),
        "This is an address. Use the REST token that stands beside it in the console.",
      ),
      block(/^\S*$/, "A token holds no blank. Copy it alone."),
    ]),
    keyRule("qstash-token", ["QSTASH_TOKEN"], "eyJVc2VySUQiOiIxMjM0In0=", [startsWith(["eyJ"])]),
  ]),
];
