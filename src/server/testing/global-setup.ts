import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { openTestPglite, openTestPostgres, postgresAdmin, testEnv, withDatabaseName } from "./open";
import { startCluster } from "./postgres-cluster";

declare module "vitest" {
  interface ProvidedContext {
    /** TEST_DATABASE_URL, handed on by vitest.config.ts. */
    testDatabaseUrl?: string | undefined;
    /** Whether a test that is one of a matrix takes some of it or all. */
    matrix: "sample" | "whole";
    postgresUrl: string;
    postgresTemplate: string;
    pgliteTemplate: string;
  }
}

/** Once per run: one PostgreSQL with a migrated template database, and one migrated PGlite dump. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), "berth-test-"));
  const given = project.config.provide.testDatabaseUrl;
  const cluster = given ? { url: given, stop: async () => undefined } : await startCluster();
  const template = `berth_template_${Date.now()}`;
  const dump = path.join(folder, "template.tar");
  await Promise.all([makePostgresTemplate(cluster.url, template, folder), makePgliteTemplate(dump, folder)]);
  project.provide("postgresUrl", cluster.url);
  project.provide("postgresTemplate", template);
  project.provide("pgliteTemplate", dump);
  return async () => {
    if (given) await dropDatabase(cluster.url, template);
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function makePostgresTemplate(adminUrl: string, name: string, home: string): Promise<void> {
  const admin = postgresAdmin(adminUrl);
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  const kernel = await openTestPostgres(testEnv(path.join(home, "postgres"), withDatabaseName(adminUrl, name)));
  await kernel.shutdown();
}

async function makePgliteTemplate(file: string, home: string): Promise<void> {
  const { kernel, pglite } = await openTestPglite(testEnv(path.join(home, "pglite")));
  await pglite.query("checkpoint");
  const dump = await pglite.dumpDataDir("none");
  await writeFile(file, Buffer.from(await dump.arrayBuffer()));
  await kernel.shutdown();
}

async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  const admin = postgresAdmin(adminUrl);
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.end();
}
