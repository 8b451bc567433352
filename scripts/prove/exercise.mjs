import assert from "node:assert/strict";
import { Client } from "./client.mjs";
import { exerciseAi } from "./exercise-ai.mjs";
import { signIn } from "./exercise-auth.mjs";
import { runBrowserTests, withPage } from "./exercise-browser.mjs";
import { signedEvent } from "./stripe-server.mjs";

/** Uses every part of a running app that can run here. Throws at the first that does not work. */
export async function exerciseApp(context) {
  const { row, running, setup } = context;
  const { config } = row;
  const client = new Client(running.address);
  const exercised = [];
  const notRun = [...setup.notRun];
  const part = async (name, work) => {
    try {
      await work();
    } catch (error) {
      throw new Error(`${name}: ${error.message}`, { cause: error });
    }
    exercised.push(name);
  };
  await part("health", () => checkHealth(client, context));
  await part("home page", () => checkHome(client, config));
  const isLacking = (...parts) => notRun.some(({ part: lacking }) => parts.includes(lacking));
  if (config.auth !== "none") await signIn({ ...context, client, part, notRun });
  if (config.database !== "none" && !isLacking("MongoDB", "Supabase")) await part("database", () => writeNote(client));
  if (config.aiTemplate !== "none") await exerciseAi({ config, client, part, notRun });
  if (config.extras.includes("redis") && !isLacking("Redis")) await part("redis", () => useCache(client));
  if (config.extras.includes("upstash") && !isLacking("Upstash stand-in"))
    await part("upstash", () => useCache(client));
  if (config.extras.includes("trpc")) await part("trpc", () => callProcedure(client));
  if (config.extras.includes("email")) await part("email", () => sendMessage(client, context));
  if (config.extras.includes("payments")) await part("payments", () => pay(client, setup.values));
  if (config.extras.includes("i18n")) await part("i18n", () => switchLanguage(client, config));
  if (config.extras.includes("vitest")) exercised.push("vitest");
  if (config.extras.includes("ci")) exercised.push("lint of the workflow");
  if (config.extras.includes("playwright")) await part("playwright", () => runBrowserTests(context));
  if (config.extras.includes("docker"))
    notRun.push({ part: "Docker image", reason: "no Docker engine on this machine" });
  return { exercised, notRun };
}

/** The report must name exactly what was left out, and nothing that is there may be broken. */
async function checkHealth(client, { setup, catalog, row }) {
  const { body, status } = await client.json("/api/health");
  const given = new Set(Object.keys(setup.values));
  const wanted = catalog.variablesOf(row.config).filter(({ required }) => required);
  const missing = wanted.filter(
    ({ key, alternatives }) => !given.has(key) && !alternatives?.every((name) => given.has(name)),
  );
  assert.deepEqual(
    [...body.missing].sort(),
    missing.map(({ key }) => key).sort(),
    "the health report's missing variables",
  );
  const failed = body.checks.filter((check) => check.status === "failed");
  assert.deepEqual(failed, [], "failed health checks");
  const isBroken = missing.some(({ skippableLocally }) => !skippableLocally);
  assert.equal(status, isBroken ? 503 : 200, "the status of the health report");
}

async function checkHome(client, config) {
  const { status, text } = await client.text("/");
  assert.equal(status, 200);
  assert.match(text, /Harbour/);
  if (config.framework !== "vite-react") assert.match(text, /<h1/);
}

async function writeNote(client) {
  const text = `A note of ${new Date().toISOString()}`;
  const refused = await client.json("/api/notes", { method: "POST", json: { text: "" } });
  assert.equal(refused.status, 400, "an empty note is refused");
  const added = await client.json("/api/notes", { method: "POST", json: { text } });
  assert.equal(added.status, 201, JSON.stringify(added.body));
  const { body } = await client.json("/api/notes");
  assert.equal(body.notes[0].text, text);
}

async function useCache(client) {
  const first = await client.json("/api/cache-demo");
  const second = await client.json("/api/cache-demo");
  assert.equal(second.status, 200);
  assert.equal(second.body.computedAt, first.body.computedAt, "the second answer comes from the cache");
  assert.equal(second.body.isComputed, false);
  assert.equal(second.body.remaining, first.body.remaining - 1, "the limit counts");
}

async function callProcedure(client) {
  const input = encodeURIComponent(JSON.stringify({ name: "Ada" }));
  const { status, body } = await client.json(`/api/trpc/greet?input=${input}`);
  assert.equal(status, 200, JSON.stringify(body));
  assert.match(body.result.data.text, /Ada/);
}

async function sendMessage(client, { services, row }) {
  const text = `Row ${row.number} at ${Date.now()}`;
  const answer = await client.json("/api/contact", {
    method: "POST",
    json: { name: "Ada", email: "ada@example.com", text },
  });
  assert.ok(answer.status < 300, JSON.stringify(answer.body));
  const { mails } = await services.mail();
  const mail = mails.find((candidate) => candidate.text.includes(text));
  assert.deepEqual(mail?.to, ["owner@example.com"]);
}

async function pay(client, values) {
  const opened = await client.json("/api/checkout", { method: "POST", json: {} });
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
  assert.ok(URL.canParse(opened.body.url));
  const event = signedEvent(values.STRIPE_WEBHOOK_SECRET, {});
  const post = (body) => client.text("/api/stripe/webhook", { method: "POST", body, headers: event.headers });
  assert.equal((await post(event.body)).status, 200, "a signed event is taken");
  assert.equal((await post(event.body.replace("evt_1", "evt_2"))).status, 400, "a forged event is refused");
}

/** What a visitor sees by the language of the browser; the single-page app only knows it there. */
async function switchLanguage(client, { framework }) {
  for (const language of ["de", "en"]) {
    if (framework === "vite-react") {
      const shown = async (page) => {
        await page.goto(client.address);
        await page.locator(`html[lang="${language}"]`).waitFor({ state: "attached" });
      };
      await withPage(shown, { locale: language });
    } else {
      const { text } = await client.text("/", { headers: { "accept-language": language } });
      assert.match(text, new RegExp(`<html[^>]*lang="${language}"`));
    }
  }
}
