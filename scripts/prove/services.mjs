import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { startMailServer } from "./mail-server.mjs";
import { startModelServer } from "./model-server.mjs";
import { freePort } from "./row-process.mjs";
import { startStripeServer } from "./stripe-server.mjs";
import { startUpstashServer } from "./upstash-server.mjs";

const webhookSecret = "whsec_prove_0123456789abcdef0123456789abcdef";

/** What rows talk to: real servers where the machine has them, and stand-ins of hosted services. Started when asked for. */
export class Services {
  #catalog;
  #work;
  #started = new Map();

  constructor(catalog, work) {
    this.#catalog = catalog;
    this.#work = work;
  }

  /** The values a row starts with, and which of its parts cannot run here. */
  async setUp(row) {
    const values = {};
    const notRun = [];
    for (const variable of this.#catalog.variablesOf(row.config)) {
      const given = await this.#valueOf(variable, row, notRun);
      if (given !== undefined) values[variable.key] = given;
    }
    return { values, notRun };
  }

  async close() {
    for (const starting of this.#started.values()) {
      const service = await starting.catch(() => undefined);
      await (service?.close ?? service?.stop)?.call(service);
    }
  }

  mail() {
    return this.#once("mail", startMailServer);
  }

  async #valueOf(variable, row, notRun) {
    const { key } = variable;
    const own =
      ownValues[key] ?? (variable.source === "generate" ? () => randomBytes(33).toString("base64") : undefined);
    if (own !== undefined) return own();
    const service = await this.#serviceValue(key, row, notRun);
    if (service !== undefined) return service;
    const hosted = hostedParts.find(({ keys }) => keys.test(key));
    if (hosted !== undefined && !notRun.some(({ part }) => part === hosted.part)) {
      notRun.push({ part: hosted.part, reason: hosted.reason });
    }
    return undefined;
  }

  async #serviceValue(key, row, notRun) {
    switch (key) {
      case "DATABASE_URL":
        return this.#databaseUrl(row);
      case "MONGODB_URI":
        return this.#ifInstalled("MongoDB", "mongod", notRun, async () => {
          const { url } = await this.#once("mongo", () => this.#startServer("mongod", mongoArguments));
          return `${url.replace("tcp:", "mongodb:")}/row-${row.number}`;
        });
      case "REDIS_URL":
        return this.#ifInstalled(
          "Redis",
          "redis-server",
          notRun,
          async () => `${await this.#redis()}/${row.number % 16}`,
        );
      case "UPSTASH_REDIS_REST_URL":
      case "UPSTASH_REDIS_REST_TOKEN":
        return this.#ifInstalled("Upstash stand-in", "redis-server", notRun, async () => {
          const { url, token } = await this.#once("upstash", async () =>
            startUpstashServer(`${await this.#redis()}/0`),
          );
          return key.endsWith("TOKEN") ? token : url;
        });
      case "SMTP_URL":
        return (await this.mail()).url;
      case "STRIPE_API_URL":
        return (await this.#once("stripe", startStripeServer)).url;
      default:
        return await this.#modelAddress(key);
    }
  }

  /** Rows with an even number use a server of PostgreSQL, the others the embedded one. */
  async #databaseUrl({ number, config }) {
    if (config.database === "drizzle-sqlite") return "file:./data/app.db";
    if (number % 2 === 1) return "pglite:./data";
    const { url } = await this.#once("postgres", () => this.#catalog.startCluster());
    const admin = postgres(url, { max: 1, onnotice: () => undefined });
    const name = `row_${number}_${randomBytes(3).toString("hex")}`;
    await admin.unsafe(`create database ${name}`);
    await admin.end();
    return url.replace(/\/postgres$/, `/${name}`);
  }

  async #modelAddress(key) {
    if (!key.endsWith("_BASE_URL")) return undefined;
    const { url } = await this.#once("model", startModelServer);
    return { GEMINI_BASE_URL: `${url}/v1beta`, BEDROCK_BASE_URL: url }[key] ?? `${url}/v1`;
  }

  async #redis() {
    return (await this.#once("redis", () => this.#startServer("redis-server", redisArguments))).url.replace(
      "tcp:",
      "redis:",
    );
  }

  async #ifInstalled(part, program, notRun, give) {
    if (findProgram(program) !== undefined) return give();
    if (!notRun.some((entry) => entry.part === part)) notRun.push({ part, reason: `no ${program} on this machine` });
    return undefined;
  }

  async #startServer(program, argumentsFor) {
    const port = await freePort();
    const folder = path.join(this.#work, program);
    mkdirSync(folder, { recursive: true });
    const child = spawn(findProgram(program), argumentsFor(port, folder), { stdio: "ignore" });
    const kill = () => child.kill("SIGKILL");
    process.once("exit", kill);
    await new Promise((resolve) => setTimeout(resolve, 700));
    if (child.exitCode !== null) throw new Error(`${program} did not start.`);
    return { url: `tcp://127.0.0.1:${port}`, close: kill };
  }

  #once(name, start) {
    if (!this.#started.has(name)) this.#started.set(name, start());
    return this.#started.get(name);
  }
}

const redisArguments = (port, folder) => ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder];
const mongoArguments = (port, folder) => ["--port", String(port), "--bind_ip", "127.0.0.1", "--dbpath", folder];

/** Values of the right shape for what no server has to know. */
const ownValues = {
  ANTHROPIC_API_KEY: () => `sk-ant-api03-${"x".repeat(95)}`,
  OPENAI_API_KEY: () => `sk-proj-${"x".repeat(60)}`,
  GOOGLE_GENERATIVE_AI_API_KEY: () => `AIza${"x".repeat(35)}`,
  AWS_REGION: () => "us-east-1",
  AWS_BEARER_TOKEN_BEDROCK: () => `ABSK${"x".repeat(60)}`,
  OPENAI_COMPATIBLE_MODEL: () => "stand-in",
  EMAIL_FROM: () => "app@example.com",
  CONTACT_EMAIL: () => "owner@example.com",
  STRIPE_SECRET_KEY: () => `sk_test_${"x".repeat(40)}`,
  STRIPE_WEBHOOK_SECRET: () => webhookSecret,
};

const hostedParts = [
  { part: "Supabase", keys: /SUPABASE/, reason: "needs a Supabase project" },
  { part: "Clerk", keys: /CLERK/, reason: "needs a Clerk application" },
  { part: "GitHub sign-in", keys: /GITHUB/, reason: "needs a GitHub OAuth app" },
  { part: "Google sign-in", keys: /GOOGLE_(ID|CLIENT|SECRET)|AUTH_GOOGLE/, reason: "needs a Google OAuth client" },
];

function findProgram(name) {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}
