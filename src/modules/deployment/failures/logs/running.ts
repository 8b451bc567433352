import type { Sample } from "./sample";

export const runningLogs: Sample[] = [
  {
    rule: "port-taken",
    platform: "railway",
    phase: "start",
    log: `Error: listen EADDRINUSE: address already in use :::8080
    at Server.setupListenHandle [as _listen2] (node:net:1940:16)
  code: 'EADDRINUSE',`,
    also: ["start-crash"],
    says: "could not listen on the port",
  },
  {
    rule: "port-closed",
    platform: "render",
    phase: "start",
    log: `==> No open ports detected, continuing to scan...
==> Docs on specifying a port: https://render.com/docs/web-services#port-binding
==> Port scan timeout reached, no open ports detected. Bind your service to at least one port. If you don't need to receive traffic on any port, create a background worker instead.`,
    says: "Render found no port that it listens on",
    shows: "Port scan timeout reached",
  },
  {
    rule: "port-closed",
    platform: "render",
    phase: "start",
    log: "==> Port scan timeout reached, no open HTTP ports detected on 0.0.0.0. Detected open ports on localhost -- did you mean to bind one of these to 0.0.0.0?",
    says: "listens on localhost only",
  },
  {
    rule: "unhealthy",
    platform: "railway",
    phase: "start",
    log: `====================
Starting Healthcheck
====================
Path: /api/health
Retry window: 5m0s

Attempt #1 failed with service unavailable. Continuing to retry for 4m49s
Attempt #2 failed with service unavailable. Continuing to retry for 4m38s

1/1 replicas never became healthy!
Healthcheck failed!`,
    says: "did not answer the health check of Railway",
  },
  {
    rule: "unhealthy",
    platform: "render",
    phase: "start",
    log: "==> Timed out after waiting for internal health check to return a successful response code at: shop.onrender.com:10000 /api/health",
    says: "did not answer the health check of Render",
  },
  {
    rule: "unhealthy",
    platform: "render",
    phase: "start",
    reason: "unhealthy",
    log: "==> Running 'npm start'\n ✓ Ready in 412ms",
    says: "did not answer the health check of Render",
    shows: "Render: unhealthy",
  },
  {
    rule: "start-crash",
    platform: "railway",
    phase: "start",
    log: `Starting Container
/app/server.js:4
TypeError: Cannot read properties of undefined (reading 'id')
    at boot (/app/server.js:4:9)
    at Module._compile (node:internal/modules/cjs/loader:1734:14)`,
    says: "TypeError: Cannot read properties of undefined (reading 'id')",
  },
  {
    rule: "ended-early",
    platform: "render",
    phase: "start",
    reason: "earlyExit",
    log: "==> Running 'node print.js'\nDone.\n==> Application exited early",
    says: "ended at once and without an error",
  },
  {
    rule: "database-unreachable",
    platform: "railway",
    phase: "build",
    log: `> drizzle-kit migrate
Error: getaddrinfo ENOTFOUND postgres.railway.internal
    at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26)`,
    says: "a private address answers only once the app runs",
  },
  {
    rule: "database-unreachable",
    platform: "render",
    phase: "start",
    log: `Error: connect ECONNREFUSED 127.0.0.1:5432
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1637:16)`,
    also: ["start-crash"],
    says: "at 127.0.0.1:5432",
  },
  {
    rule: "database-unreachable",
    platform: "vercel",
    phase: "build",
    log: "Error: P1001: Can't reach database server at `db.example.com:5432`",
    says: "at db.example.com:5432",
  },
  {
    rule: "database-refused",
    platform: "railway",
    phase: "migrate",
    log: `PostgresError: password authentication failed for user "app"
  severity_local: 'FATAL',
  code: '28P01',`,
    says: "refused the user name or the password",
  },
  {
    rule: "database-ssl",
    platform: "render",
    phase: "start",
    log: 'error: no pg_hba.conf entry for host "10.1.2.3", user "app", database "shop", no encryption',
    says: "encrypted connections only",
  },
  {
    rule: "database-missing",
    platform: "local",
    phase: "start",
    log: 'PostgresError: database "shop" does not exist',
    also: ["start-crash"],
    says: "it has no database shop",
  },
  {
    rule: "database-busy",
    platform: "vercel",
    phase: "build",
    log: "FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute",
    says: "takes no more connections",
  },
  {
    rule: "migration-failed",
    platform: "render",
    phase: "migrate",
    log: `Error: P3009

migrate found failed migrations in the target database, new migrations will not be applied.
The \`20260101_init\` migration started at 2026-01-01 10:00:00 UTC failed
==> Exited with status 1 while running your pre-deploy command`,
    also: ["ended-with-code"],
    says: "A migration of the database failed",
  },
  {
    rule: "migration-failed",
    platform: "railway",
    phase: "migrate",
    log: `[⣷] applying migrations...error: relation "users" already exists
    at /app/node_modules/pg-pool/index.js:45:11`,
    says: "users exists already",
  },
  {
    rule: "prisma-client",
    platform: "vercel",
    phase: "build",
    log: `./src/db.ts:1:10
Type error: Module '"@prisma/client"' has no exported member 'PrismaClient'.

> 1 | import { PrismaClient } from "@prisma/client";`,
    also: ["source-error"],
    says: "was not generated before it was used",
  },
  {
    rule: "prisma-client",
    platform: "railway",
    phase: "start",
    log: 'Error: @prisma/client did not initialize yet. Please run "prisma generate" and try to import it again.',
    also: ["start-crash"],
    says: "was not generated before it was used",
  },
];
