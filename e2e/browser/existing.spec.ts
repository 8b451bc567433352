import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freshName } from "../support/deployments";
import { expect, test } from "../support/test";

/** A project of somebody else: no berth.json, one variable it insists on, values nobody should see. */
const files: Record<string, string> = {
  "package.json": JSON.stringify({ name: "notes", scripts: { start: "node server.mjs" } }),
  "server.mjs": [
    'import { createServer } from "node:http";',
    'if (!process.env.GREETING) throw new Error("GREETING is missing");',
    "createServer((_request, response) => response.end(process.env.GREETING)).listen(process.env.PORT);",
    "",
  ].join("\n"),
  ".env": "GREETING=never-sent\n",
};

test("an existing folder is read, given its variables and deployed", async ({ page }, testInfo) => {
  const name = freshName("notes");
  const folder = testInfo.outputPath(name);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);

  await page.goto("/new");
  await page.getByRole("link", { name: "Bring a project" }).click();
  await page.getByLabel("Folder", { exact: true }).setInputFiles(folder);
  const variables = page.getByRole("region", { name: "1 variable" });
  await expect(variables).toContainText("GREETING");
  await expect(variables).toContainText("server.mjs:2");
  await page.reload();
  await expect(variables).toContainText("server.mjs:2");

  await expect(page.getByRole("button", { name: "Deploy", exact: true })).toBeDisabled();
  await page.getByRole("textbox", { name: /GREETING/ }).fill("Ahoy");
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  await page.waitForURL(/\/deployments\//);
  await expect(page.getByRole("link", { name: /localhost/ }).first()).toBeVisible({ timeout: 60_000 });
});

test("an address of a private network is refused with what to do", async ({ page }) => {
  await page.goto("/new/existing");
  await page.getByLabel("Or a public Git repository").fill("https://127.0.0.1/owner/name");
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(page.getByRole("alert").first()).toContainText("Give a public address");
});
