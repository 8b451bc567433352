import { askApp } from "../../scripts/shared/berth-client.mjs";
import { freshName } from "../support/deployments";
import { freshLink } from "../support/sign-in";
import { expect, statusLabel, test } from "../support/test";

test.use({ storageState: { cookies: [], origins: [] } });

test("from a sign-in link to a live app with a note in its database", async ({ page, berth, context }) => {
  const name = freshName("shop");
  await page.goto(await freshLink(berth));
  await page.getByRole("button", { name: "Sign in to Berth" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));

  await page.goto("/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("radio", { name: /PostgreSQL with Drizzle/ }).check({ force: true });
  await page.getByRole("radio", { name: /Auth\.js/ }).check({ force: true });
  await expect(page.getByRole("checkbox", { name: /E-mail and password/ })).toBeChecked();
  await expect(page).toHaveURL(/database=drizzle-postgres.*auth=nextauth/);
  await expect(page.getByRole("region", { name: "The same on the command line" })).toContainText(`berth new ${name}`);

  await page.getByRole("button", { name: /Next: Files/ }).click();
  await expect(page.getByText("berth.json").first()).toBeVisible();
  await page.getByRole("button", { name: /Next: Environment/ }).click();
  await expect(page.getByText("AUTH_SECRET").first()).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Ready to deploy" })).toBeVisible();
  await page.getByRole("button", { name: /Next: Target/ }).click();
  await expect(page.getByText("This machine").first()).toBeVisible();
  await page.getByRole("button", { name: /Next: Deploy/ }).click();
  await page.getByRole("button", { name: "Deploy", exact: true }).click();

  await page.waitForURL(/\/deployments\/[0-9a-f-]+/);
  await expect(statusLabel(page, "Live")).toBeVisible({ timeout: 200_000 });
  const link = page.getByRole("link", { name: new RegExp(`^http://${name}\\.localhost:\\d+`) });
  const address = (await link.getAttribute("href")) ?? "";
  expect((await askApp(`${address}/api/health`)).status).toBe(200);

  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: "Open", exact: true }).click();
  const app = await opened;
  await app.goto(`${address}/notes`);
  await app.getByLabel("New note").fill("Written in the browser");
  await app.getByRole("button", { name: "Add note" }).click();
  await expect(app.getByText("Written in the browser")).toBeVisible();
  expect((await askApp(`${address}/api/notes`)).text).toContain("Written in the browser");

  await page.goto("/deployments");
  await expect(page.getByRole("link", { name: new RegExp(name) }).first()).toBeVisible();
});
