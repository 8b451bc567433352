import { deploy, freshName, fullStack } from "../support/deployments";
import { freshLink } from "../support/sign-in";
import { expect, test } from "../support/test";

test("a sign-in link works once", async ({ browser, berth }) => {
  const link = await freshLink(berth);
  const enter = async () => {
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    await page.goto(link);
    return page;
  };
  // Both see the button before either presses it: only the press uses the link up.
  const [first, second] = [await enter(), await enter()];
  await first.getByRole("button", { name: "Sign in to Berth" }).click();
  await first.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await second.getByRole("button", { name: "Sign in to Berth" }).click();
  await expect(second.getByText("This link was used already")).toBeVisible();
  await second.goto("/deployments");
  await expect(second).toHaveURL(/\/sign-in/);
  const third = await enter();
  await expect(third.getByText("This link was used already")).toBeVisible();
  for (const page of [first, second, third]) await page.context().close();
});

test("pages and procedures need a sign-in", async ({ browser, berth }) => {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  for (const path of ["/", "/new", "/projects", "/deployments", "/settings"]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/sign-in/);
  }
  const answer = await context.request.get(`${berth.url}/api/trpc/project.list`);
  expect(answer.status()).toBe(401);
  await context.close();
});

test("signing in to a generated next-auth app neither sends nor replaces the session of Berth", async ({
  page,
  context,
  berth,
}) => {
  const { url = "" } = await deploy(berth, { name: freshName("members"), ...fullStack });
  await page.goto("/deployments");
  const sessionOf = async () => (await context.cookies(berth.url)).filter(({ name }) => name.startsWith("berth."));
  const before = await sessionOf();
  expect(before.length).toBeGreaterThan(0);

  const sent: string[] = [];
  context.on("request", async (request) => {
    if (request.url().startsWith(url)) sent.push((await request.allHeaders()).cookie ?? "");
  });
  await page.goto(`${url}/sign-up`);
  await page.getByLabel("Name").fill("Ada");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL((address) => !address.pathname.startsWith("/sign-up"));
  await page.goto(`${url}/account`);
  await expect(page.getByText("ada@example.com").first()).toBeVisible();

  const ofApp = await context.cookies(url);
  expect(ofApp.some(({ name }) => name.includes("session-token"))).toBe(true);
  expect(ofApp.filter(({ name }) => name.startsWith("berth."))).toEqual([]);
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.filter((cookies) => cookies.includes("berth."))).toEqual([]);
  const values = (cookies: typeof before) => cookies.map(({ name, value }) => `${name}=${value}`).sort();
  const session = (cookies: typeof before) => values(cookies.filter(({ name }) => name.includes("session")));
  expect(session(await sessionOf()).length).toBe(session(before).length);
  await page.goto(`${berth.url}/deployments`);
  await expect(page).toHaveURL(/\/deployments$/);
});
