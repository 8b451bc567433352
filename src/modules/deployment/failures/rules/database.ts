import { editAction, logAction, retryAction, setVariableAction, variablesAction } from "../actions";
import { isLocal, type Rule } from "../rule";

export const databaseUnreachable: Rule = {
  id: "database-unreachable",
  phases: ["build", "migrate", "start"],
  lines: [
    /\bP1001\b|\bP1002\b|Can't reach database server at/,
    /(?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH) \S*:(?:5432|5433|6543|3306|27017|6379)\b/,
    /ENOTFOUND \S*(?:postgres|mysql|mongo|redis|neon|supabase|database|\bdb\b|railway\.internal)\S*/i,
    /Mongo(?:ose)?ServerSelectionError|Can't connect to (?:MySQL|PostgreSQL)|could not connect to server: Connection refused/,
    /psycopg2\.OperationalError|CONNECT_TIMEOUT \S+:\d+/,
  ],
  tell(found) {
    const line = found.lines[found.at] ?? "";
    const place = /\b[\w.-]+:\d{4,5}\b/.exec(line)?.[0] ?? /ENOTFOUND (\S+)/.exec(line)?.[1];
    const isHere = /\b(?:localhost|127\.0\.0\.1|::1)\b/.test(line);
    const isPrivate = /\.internal\b/.test(line) && found.phase === "build";
    return {
      message: `The database could not be reached${place ? ` at ${place}` : ""}${isPrivate ? ": a private address answers only once the app runs, not while it is built" : ""}.`,
      suggestions: isPrivate
        ? ["Run migrations in the step before the start, not in the build, or use the public address in the build."]
        : [
            isHere && !isLocal(found)
              ? "The address names the machine the app runs on. Give it the address of the database itself."
              : "Check host and port in the variable that holds the address, and that the database runs.",
            "A database that lists the addresses it allows has to allow the place the app runs in.",
          ],
      recovery: [setVariableAction(variableOf(line)), variablesAction, retryAction],
    };
  },
};

export const databaseRefused: Rule = {
  id: "database-refused",
  phases: ["build", "migrate", "start"],
  lines: [
    /password authentication failed for user|\bP1000\b|Authentication failed against (?:the )?database server/,
    /SASL: SCRAM-SERVER-FIRST-MESSAGE|MongoServerError: (?:bad auth|Authentication failed)|WRONGPASS/,
    /Access denied for user '[^']*'@|NOAUTH Authentication required|Tenant or user not found/,
  ],
  tell: ({ lines, at }) => ({
    message: "The database refused the user name or the password.",
    suggestions: [
      "Copy the whole address from the database's page, with the password. Special characters in it must be percent-encoded.",
    ],
    recovery: [setVariableAction(variableOf(lines[at] ?? "")), variablesAction],
  }),
};

export const databaseEncryption: Rule = {
  id: "database-ssl",
  phases: ["build", "migrate", "start"],
  lines: [
    /The server does not support SSL connections|no pg_hba\.conf entry for host .*no encryption/,
    /SSL\/TLS required|SSL connection is required|connection is insecure \(try using `sslmode=require`\)/,
    /\bP1011\b|Error opening a TLS connection/,
  ],
  tell: ({ lines, at }) => {
    const isTooMuch = /does not support SSL/.test(lines[at] ?? "");
    return {
      message: isTooMuch
        ? "The app asks the database for an encrypted connection, which it does not offer."
        : "The database takes encrypted connections only.",
      suggestions: [
        isTooMuch
          ? "End the address with ?sslmode=disable, for a database in a private network only."
          : "End the address with ?sslmode=require.",
      ],
      recovery: [setVariableAction("DATABASE_URL"), variablesAction],
    };
  },
};

export const databaseMissing: Rule = {
  id: "database-missing",
  phases: ["build", "migrate", "start"],
  lines: [/(?:FATAL|[Ee]rror):\s+database "([^"]+)" does not exist|\bP1003\b|Unknown database '([^']+)'/],
  tell: ({ groups }) => ({
    message: `The database server answers, but it has no database ${groups.slice(1).find(Boolean) ?? "of this name"}.`,
    suggestions: ["Create it, or correct the name at the end of the address."],
    recovery: [setVariableAction("DATABASE_URL"), variablesAction],
  }),
};

export const databaseFull: Rule = {
  id: "database-busy",
  phases: ["build", "migrate", "start"],
  lines: [
    /sorry, too many clients already|remaining connection slots are reserved|too many connections for|ER_CON_COUNT_ERROR|MaxClientsInSessionMode/,
  ],
  tell: () => ({
    message: "The database takes no more connections.",
    suggestions: [
      "Use the pooled address of the database, and let the app open few connections.",
      "Old versions that still run hold connections too: try again when they have ended.",
    ],
    recovery: [retryAction, setVariableAction("DATABASE_URL")],
    isTemporary: true,
  }),
};

export const migrationFailed: Rule = {
  id: "migration-failed",
  lines: [
    /(?:relation|column|type|constraint) "([^"]+)" (?:of relation "[^"]+" )?already exists/,
    /\bP3(?:005|006|009|014|015|017|018|019)\b|A migration failed to apply|migrate found failed migrations/,
    /DrizzleQueryError: Failed query: (?:CREATE|ALTER|DROP)|applying migrations\.\.\..*error|Can't find meta\/_journal\.json/i,
    /Migration (?:"?[\w.-]+"? )?failed|error (?:running|applying) migrations?|drizzle-kit migrate.*(?:error|failed)/i,
  ],
  tell: ({ lines, at, groups }) => ({
    message: `A migration of the database failed${groups[1] ? `: ${groups[1]} exists already` : ""}. The earlier version of the app was left as it is.`,
    suggestions: [
      /P3009|P3018/.test(lines[at] ?? "")
        ? "Repair the migration, then tell Prisma how it ended: prisma migrate resolve."
        : "Compare the migrations with what the database has. A database that was changed by hand has to be brought in line first.",
      "Back up the database before you try again.",
    ],
    recovery: [editAction, logAction, retryAction],
  }),
};

export const prismaClient: Rule = {
  id: "prisma-client",
  lines: [
    /@prisma\/client did not initialize yet|Please run "?`?prisma generate`?"?/,
    /Prisma has detected that this project was built on Vercel|Prisma Client could not locate the Query Engine/,
    /Module '"@prisma\/client"' has no exported member|Cannot find module '\.prisma\/client/,
    /binaries\.prisma\.sh|Failed to fetch (?:the )?(?:sha256 checksum|engine file)/,
  ],
  tell: ({ lines, at }) => {
    const isDownload = /binaries\.prisma|Failed to fetch/.test(lines[at] ?? "");
    return {
      message: isDownload
        ? "Prisma could not download its engine, so its client could not be made."
        : "The client of Prisma was not generated before it was used.",
      suggestions: isDownload
        ? ["Let the build reach binaries.prisma.sh, or use a driver adapter, which needs no engine."]
        : ['Generate it in the build: "build": "prisma generate && next build".'],
      recovery: [editAction, logAction],
    };
  },
};

/** The variable that most likely holds the address the line is about. */
function variableOf(line: string): string {
  if (/mongo|27017/i.test(line)) return "MONGODB_URI";
  if (/redis|6379/i.test(line)) return "REDIS_URL";
  return "DATABASE_URL";
}
