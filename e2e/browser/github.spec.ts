import type { Connection } from "@/modules/connections/schema";
import { mutate, query } from "../../scripts/shared/berth-client.mjs";
import { freshName } from "../support/deployments";
import { ensureConnected, test } from "../support/hosting";
import { expect, statusLabel } from "../support/test";

test("a repository of the account is chosen after signing in at GitHub, and deployed", async ({
  page,
  berth,
  standIns,
}) => {
  await ensureConnected(berth, standIns);
  const { github } = standIns;
  for (const { id } of await query<Connection[]>(berth, "platform.connections", { platform: "github" })) {
    await mutate(berth, "platform.disconnect", { id });
  }
  const name = freshName("fleet");
  github.addRepository({ owner: github.login, name, isPrivate: true });
  const files = {
    "package.json": JSON.stringify({ name, scripts: { build: "node --version", start: "node server.mjs" } }),
    "server.mjs": "console.log(process.env.PORT);\n",
  };
  for (const [path, text] of Object.entries(files)) github.commitFile(github.login, name, { path, text });

  await page.goto("/new/existing");
  await page.getByRole("link", { name: "Connect GitHub" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Connect with GitHub" }).click();
  await page.waitForURL("**/new/existing");
  await page.getByRole("button", { name: `Read ${github.login}/${name}` }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
  await page.getByRole("checkbox", { name: /^Railway/ }).check({ force: true });
  await page.getByRole("checkbox", { name: /^This machine/ }).uncheck({ force: true });
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  await page.getByRole("button", { name: /^Deploy for about \$\d+/ }).click();
  await page.waitForURL(/\/deployments\/[0-9a-f-]+/);
  await expect(statusLabel(page, "Live")).toBeVisible({ timeout: 90_000 });
  const state = standIns.railway.state();
  expect(state.deployments.find(({ service }) => service === name)?.files).toContain("server.mjs");
  expect(github.violations).toEqual([]);
});

test("leaving GitHub without agreeing connects nothing, and says so", async ({ page, standIns }) => {
  const { oauth } = standIns.github;
  oauth.isDenied = true;
  await page.goto("/connections?connect=github");
  await page.getByRole("dialog").getByRole("link", { name: "Connect with GitHub" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "left without agreeing" })).toBeVisible();
  oauth.isDenied = false;
  await page.goto("/api/connections/github/callback?code=1&state=of-somebody-else");
  await expect(page.getByRole("alert").filter({ hasText: "begun in another browser" })).toBeVisible();
});
