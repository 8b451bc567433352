import { startChatServer } from "../../src/server/testing/chat-server";
import { expect, test } from "../support/test";

const sentence = "A paid newsletter with Postgres and an AI editor";
const answer = {
  name: "ink-and-post",
  framework: "next",
  database: "none",
  auth: "nextauth",
  authProviders: [],
  aiTemplate: "none",
  aiProvider: "anthropic",
  extras: [],
  packageManager: "pnpm",
  notOffered: ["a print shop"],
};

test("a sentence fills the wizard: by keywords, then by a model set up in Settings", async ({ page }) => {
  const server = await startChatServer();
  await page.goto("/new?name=my-app");
  await page.getByLabel("Describe it").fill(sentence);
  await page.getByLabel("Describe it").press("Enter");
  await expect(page).toHaveURL(/name=paid-newsletter&database=drizzle-postgres/);
  await expect(page.getByText("Matched by the keywords")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page).toHaveURL(/\/new\?name=my-app$/);

  await page.getByRole("link", { name: "Settings > AI" }).click();
  await page.getByRole("button", { name: "Set up a model" }).click();
  await page.getByRole("radio", { name: "OpenAI-compatible" }).check();
  await page.getByLabel("Model").fill("small");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Enter the address of the server")).toBeVisible();
  await page.getByLabel("Address").fill(server.address);
  await page.getByLabel("Key", { exact: true }).fill("sk-only-for-this-test");
  server.answer = () => ({ status: 401, json: {} });
  await page.getByRole("button", { name: "Test" }).click();
  await expect(page.getByText("does not accept the key")).toBeVisible();
  server.answer = () => ({ say: "ready" });
  await page.getByRole("button", { name: "Test" }).click();
  await expect(page.getByText("The model answered in")).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Stored encrypted")).toBeVisible();

  server.answer = () => ({ say: JSON.stringify(answer) });
  await page.goto("/new?name=my-app");
  await page.getByLabel("Describe it").fill(sentence);
  await page.getByRole("button", { name: "Fill in" }).click();
  await expect(page.getByText("Chosen by small: ")).toBeVisible();
  await expect(page.getByText("Rule credentials-need-database")).toBeVisible();
  await expect(page.getByText("Not offered: a print shop.")).toBeVisible();
  await expect(page).toHaveURL(/name=ink-and-post&database=drizzle-postgres&auth=nextauth&authProviders=credentials/);

  server.answer = () => "silence";
  await page.getByRole("button", { name: "Fill in" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Read by small")).toBeVisible();

  await page.goto("/settings#ai");
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("button", { name: "Remove model" }).click();
  await expect(page.getByText("No model yet")).toBeVisible();
  await server.close();
});
