import assert from "node:assert/strict";
import { withPage } from "./exercise-browser.mjs";

const person = { name: "Ada Lovelace", email: "ada@example.com", password: "correct horse battery" };

/** Signs up, out and in where the row has its own accounts; else shows that the protected part is closed. */
export async function signIn({ row, client, part, notRun }) {
  const { auth, authProviders, database } = row.config;
  await part("protected page", () => expectClosed(client, row.config));
  if (!authProviders.includes("credentials") || !["nextauth", "better-auth"].includes(auth)) return;
  const isDatabaseMissing = notRun.some(({ part: lacking }) => lacking === "MongoDB");
  if (isDatabaseMissing) return notRun.push({ part: "sign-in", reason: `no server of ${database} on this machine` });
  if (auth === "better-auth") await part("better-auth", () => useBetterAuth(client));
  else await part("nextauth", () => useAuthJs(client));
}

async function expectClosed(client, { framework }) {
  if (framework !== "next") {
    const { status } = await client.json("/api/account");
    assert.ok(status === 401 || status === 503, `/api/account answered ${status}`);
  }
  if (framework === "hono") return;
  const { status, text } = await client.text("/account");
  assert.ok([200, 302, 303, 307].includes(status), `/account answered ${status}`);
  assert.doesNotMatch(text, /Signed in as/);
}

async function useBetterAuth(client) {
  const signUp = await client.json("/api/auth/sign-up/email", { method: "POST", json: person });
  assert.equal(signUp.status, 200, JSON.stringify(signUp.body));
  await expectAccount(client);
  assert.equal((await client.json("/api/auth/sign-out", { method: "POST", json: {} })).status, 200);
  assert.equal((await client.json("/api/account")).status, 401, "signed out");
  const { email, password } = person;
  const wrong = await client.json("/api/auth/sign-in/email", {
    method: "POST",
    json: { email, password: "wrong one" },
  });
  assert.equal(wrong.status, 401, "a wrong password is refused");
  const right = await client.json("/api/auth/sign-in/email", { method: "POST", json: { email, password } });
  assert.equal(right.status, 200, JSON.stringify(right.body));
  await expectAccount(client);
}

async function expectAccount(client) {
  const { body } = await client.json("/api/account");
  assert.equal(body.user?.name, person.name);
}

/** Through the pages, as a person: Auth.js has no sign-up of its own. */
async function useAuthJs(client) {
  await withPage(async (page) => {
    page.setDefaultTimeout(15_000);
    const main = page.getByRole("main");
    await page.goto(`${client.address}/sign-up`);
    await main.getByLabel("Name").fill(person.name);
    await main.getByLabel("E-mail").fill(person.email);
    await main.getByLabel("Password").fill(person.password);
    await main.locator('button[type="submit"]').first().click();
    await page.waitForURL((url) => url.pathname !== "/sign-up");
    await page.goto(`${client.address}/account`);
    await page.getByRole("heading", { name: `Signed in as ${person.name}` }).waitFor();
    for (const { name, value } of await page.context().cookies()) client.setCookie(name, value);
  });
}
