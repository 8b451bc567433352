import type { Page } from "@playwright/test";
import {
  auditOf,
  draft,
  openEnvironment,
  plainValues,
  projectWith,
  rowOf,
  save,
  setValues,
} from "../support/environments";
import { expectPresentable } from "../support/presentable";
import { expect, test } from "../support/test";

/** What a list says of a variable. */
const line = (page: Page, key: string) =>
  page.getByRole("listitem").filter({ has: page.getByText(key, { exact: true }) });

test("the page tells what the project needs, and leads to the row that is missing", async ({ page, berth }) => {
  const { id } = await projectWith(berth, { production: { UNHEARD_OF: "1" } });
  await openEnvironment(page, id, "needs");
  await expect(line(page, "UNHEARD_OF")).toContainText("Unused");
  await expect(page.getByText("Read from the project's configuration.")).toBeVisible();
  await page.getByRole("link", { name: /^Set / }).first().click();
  await expect(page.getByRole("textbox", { name: "Name of the new variable" })).not.toHaveValue("");
});

test("a pasted .env is looked at before it is saved, and a fault in it has its line", async ({ page, berth }) => {
  const { id } = await projectWith(berth, { production: { KEPT: "same", CHANGED: "before" } });
  await openEnvironment(page, id);
  await page.getByRole("button", { name: "Import" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Text" }).fill('KEPT=same\nBROKEN="no end');
  await expect(dialog).toContainText(/line 2/i);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a dollar stays a dollar
  await dialog.getByRole("textbox", { name: "Text" }).fill("KEPT=same\nCHANGED=after\nADDED='$HOME ${X}'\n");
  await dialog.getByRole("button", { name: "Preview" }).click();
  await expect(dialog.getByRole("status").first()).toContainText(/1 added, 1 changed, 1 unchanged/);
  for (const key of ["CHANGED", "ADDED"]) {
    await dialog.getByRole("combobox", { name: `Visibility of ${key}` }).selectOption("plain");
  }
  await dialog.getByRole("button", { name: "Save 2 variables" }).click();
  await expect(dialog).toHaveCount(0);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a dollar stays a dollar
  expect(await plainValues(berth, id)).toEqual({ KEPT: "same", CHANGED: "after", ADDED: "$HOME ${X}" });
});

test("environments are compared without their values, and what is chosen is copied", async ({ page, berth }) => {
  const { id } = await projectWith(berth, {
    production: { SAME: "1", OTHER: "there-in-production", ONLY_HERE: "2" },
    staging: { SAME: "1", OTHER: "there-in-staging" },
  });
  await openEnvironment(page, id, "compare");
  await expect(line(page, "SAME")).toContainText("Same");
  await expect(line(page, "OTHER")).toContainText("Different");
  await expect(line(page, "ONLY_HERE")).toContainText("Missing");
  expect(await page.content()).not.toContain("there-in-");
  await page.getByRole("checkbox", { name: "Choose OTHER" }).check();
  await page.getByRole("button", { name: "Copy to staging" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Replaced");
  await dialog.getByRole("button", { name: "Copy to staging" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(line(page, "OTHER")).toContainText("Same");
  expect(await plainValues(berth, id, "staging")).toEqual({ SAME: "1", OTHER: "there-in-production" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(line(page, "OTHER")).toContainText("Different");
});

test("an earlier save is brought back, and that can be undone", async ({ page, berth }) => {
  const { id } = await projectWith(berth, { production: { PORT: "3000" } });
  await setValues(berth, id, { PORT: "4000", ADDED: "later" });
  await openEnvironment(page, id, "history");
  await page.getByRole("link", { name: "Restore save 1" }).click();
  await expect(line(page, "PORT")).toContainText("Changed since");
  await expect(line(page, "ADDED")).toContainText("Added since");
  await page.getByRole("button", { name: "Restore this save" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
  await expect(page.getByText("Save 1 restored")).toBeVisible();
  expect(await plainValues(berth, id)).toEqual({ PORT: "3000" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone")).toBeVisible();
  expect(await plainValues(berth, id)).toEqual({ PORT: "4000", ADDED: "later" });
  expect(await auditOf(berth, id, "environment.restored")).toHaveLength(2);
});

test("a configuration is prepared beside the one in use, and activated", async ({ page, berth }) => {
  const { id } = await projectWith(berth, { production: { PORT: "3000" } });
  await openEnvironment(page, id, "configurations");
  await page.getByRole("button", { name: "Create configuration" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("blue");
  await dialog.getByLabel("Start with").selectOption({ label: "A copy of default (1 variable)" });
  await dialog.getByRole("button", { name: "Create configuration" }).click();
  await page.getByRole("link", { name: "Open blue in the table" }).click();
  await draft(page, "PORT", "4000");
  await save(page);
  expect(await plainValues(berth, id)).toEqual({ PORT: "3000" });
  await openEnvironment(page, id, "configurations");
  await page.getByRole("button", { name: "Activate blue" }).click();
  await expect(dialog).toContainText("Other values");
  await dialog.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByRole("button", { name: "Activate default" })).toBeVisible();
  expect(await plainValues(berth, id)).toEqual({ PORT: "4000" });
});

test("a template asks for what it needs and sets all of it at once", async ({ page, berth }) => {
  const { id } = await projectWith(berth, { production: { PORT: "3000" } });
  await openEnvironment(page, id, "templates");
  await page.getByRole("searchbox", { name: "Search templates" }).fill("Resend");
  await page.getByRole("button", { name: "Apply Resend" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("still needed");
  for (const field of await dialog.getByLabel(/^Value of /).all()) await field.fill(`re_${"a1B2c3D4".repeat(4)}`);
  await dialog.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(dialog).toContainText("Resend applied");
  await dialog.getByRole("link", { name: "Show the variables" }).click();
  await expect(rowOf(page, "RESEND_API_KEY")).toBeVisible();
  expect((await plainValues(berth, id)).PORT).toBe("3000");
});

test("the keys are rotated while values stay readable, and the log proves itself", async ({ page, berth }) => {
  const { id, name } = await projectWith(berth, { production: { TOKEN: { value: "kept", visibility: "masked" } } });
  await page.goto("/settings");
  const rotate = page.getByRole("button", { name: `Rotate the key of ${name}` });
  // Only the first few keys are listed at once.
  const all = page.getByRole("button", { name: /^Show all \d+$/ });
  await expect(rotate.or(all).first()).toBeVisible();
  if (await all.isVisible()) await all.click();
  await rotate.click();
  await expect
    .poll(() => auditOf(berth, id, "vault.rotated").then(({ length }) => length), { timeout: 30_000 })
    .toBe(1);
  await page.getByRole("button", { name: "Rotate master key" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rotate master key" }).click();
  await expect(page.getByText("Nothing stored needs it; only backups made before may.").first()).toBeVisible({
    timeout: 30_000,
  });
  await openEnvironment(page, id);
  await page.getByRole("button", { name: "Reveal TOKEN" }).click();
  await expect(rowOf(page, "TOKEN")).toContainText("kept");
  await page.goto("/audit");
  await page.getByRole("searchbox", { name: "Words" }).fill(name);
  await expect(page.getByRole("listitem").filter({ hasText: "environment.revealed" })).toHaveCount(1);
  await page.getByRole("button", { name: "Check the log" }).click();
  await expect(page.getByText(/entries checked: none was changed or removed/)).toBeVisible();
});

const views = ["variables", "needs", "history", "compare", "configurations", "templates", "sync"];

test("every view passes axe in both themes and fits 360 px", async ({ page, berth }) => {
  const long = "A_VARIABLE_WITH_A_NAME_THAT_IS_LONGER_THAN_ANY_COLUMN_OF_THE_TABLE";
  const { id } = await projectWith(berth, {
    production: { [long]: "value".repeat(60), TOKEN: { value: "x", visibility: "masked" } },
    staging: { TOKEN: { value: "y", visibility: "masked" } },
  });
  for (const view of views) {
    await openEnvironment(page, id, view);
    await expectPresentable(page);
  }
});
