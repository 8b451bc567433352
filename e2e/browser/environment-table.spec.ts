import {
  auditOf,
  catchClipboard,
  draft,
  openEnvironment,
  plainValues,
  projectWith,
  rowOf,
  save,
  setValues,
  unsaved,
} from "../support/environments";
import { expectPresentable } from "../support/presentable";
import { expect, test } from "../support/test";

test("a variable is typed, judged while it is typed, and saved with its reason", async ({ page, berth }) => {
  const { id } = await projectWith(berth);
  await openEnvironment(page, id);
  await page.getByRole("button", { name: "Add variable" }).click();
  const name = page.getByRole("textbox", { name: "Name of the new variable" });
  await name.fill("2FAST");
  await expect(page.getByText("not starting with a digit")).toBeVisible();
  await name.fill("NEXT_PUBLIC_STRIPE_KEY");
  await name.press("Enter");
  const value = page.getByRole("textbox", { name: "Value of NEXT_PUBLIC_STRIPE_KEY" });
  await value.fill(`sk_live_${"a1B2".repeat(6)}`);
  await expect(value).toHaveAttribute("aria-invalid", "true");
  await value.press("Enter");
  await unsaved(page).getByRole("button", { name: "Save", exact: true }).click();
  // What would break a deployment is not saved by a single press.
  const review = page.getByRole("dialog");
  await expect(review).toContainText("NEXT_PUBLIC_STRIPE_KEY");
  await review.getByRole("button", { name: "Keep editing" }).click();
  await page.getByRole("button", { name: "Edit NEXT_PUBLIC_STRIPE_KEY" }).click();
  await value.fill(`pk_live_${"a1B2".repeat(6)}`);
  await value.press("Enter");
  await unsaved(page).getByRole("button", { name: "Review" }).click();
  await review.getByLabel("Reason (optional)").fill("the shop opens");
  await review.getByRole("button", { name: "Save", exact: true }).click();
  await expect(unsaved(page)).toHaveCount(0);
  await expect(rowOf(page, "NEXT_PUBLIC_STRIPE_KEY")).toContainText("Set");
  const [saved] = await auditOf(berth, id, "environment.saved");
  expect(JSON.stringify(saved)).toContain("the shop opens");
  expect(JSON.stringify(saved)).not.toContain("pk_live_");
});

test("what two people save at once is merged, and one of two values is chosen", async ({ page, context, berth }) => {
  const { id } = await projectWith(berth, { production: { PORT: "3000", REGION: "here", LEVEL: "info" } });
  const other = await context.newPage();
  await openEnvironment(page, id);
  await openEnvironment(other, id);
  await draft(page, "PORT", "4000");
  await draft(page, "LEVEL", "debug");
  await draft(other, "REGION", "there");
  await save(other);
  await draft(other, "LEVEL", "error");
  await save(other);
  await unsaved(page).getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("1 variable changed meanwhile");
  await expect(dialog).toContainText("REGION");
  await expectPresentable(page);
  await dialog.getByRole("radio", { name: /Take theirs/ }).check();
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(unsaved(page)).toHaveCount(0);
  expect(await plainValues(berth, id)).toEqual({ PORT: "4000", REGION: "there", LEVEL: "error" });
  // Nothing in common needs no question.
  await draft(page, "PORT", "5000");
  await setValues(berth, id, { REGION: "elsewhere" });
  await save(page);
  expect(await plainValues(berth, id)).toEqual({ PORT: "5000", REGION: "elsewhere", LEVEL: "error" });
});

test("leaving with unsaved changes asks, and coming back finds them", async ({ page, berth }) => {
  const { id } = await projectWith(berth, { production: { PORT: "3000" } });
  await openEnvironment(page, id);
  await draft(page, "PORT", "4000");
  const leave = () => page.getByRole("link", { name: "Projects", exact: true }).first().click();
  await leave();
  await page.getByRole("dialog").getByRole("button", { name: "Stay" }).click();
  await expect(unsaved(page)).toContainText("1 unsaved change");
  await leave();
  await page.getByRole("dialog").getByRole("button", { name: "Leave" }).click();
  await page.waitForURL("**/projects");
  await page.goBack();
  await expect(unsaved(page)).toContainText("1 unsaved change");
  await unsaved(page).getByRole("button", { name: "Discard" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
  await expect(unsaved(page)).toHaveCount(0);
  expect(await plainValues(berth, id)).toEqual({ PORT: "3000" });
});

test("a secret is read only when it is asked for, and each reading is recorded", async ({ page, berth }) => {
  const secret = "the secret that only a person asks for";
  const production = {
    API_TOKEN: { value: secret, visibility: "masked" },
    ONE_WAY: { value: "never seen again", visibility: "restricted" },
  } as const;
  const { id } = await projectWith(berth, { production });
  const answers: string[] = [];
  page.on("response", async (response) => {
    if (response.url().includes("/api/trpc/")) answers.push(await response.text().catch(() => ""));
  });
  await openEnvironment(page, id);
  await expect(rowOf(page, "ONE_WAY")).toContainText("Never shown again");
  expect(answers.join()).not.toContain(secret);
  expect(await page.content()).not.toContain(secret);
  const row = rowOf(page, "API_TOKEN");
  await row.getByRole("button", { name: "Reveal API_TOKEN" }).click();
  await expect(row).toContainText(secret);
  await row.getByRole("button", { name: "Hide API_TOKEN" }).click();
  await expect(row).not.toContainText(secret);
  const copied = await catchClipboard(page);
  await row.getByRole("button", { name: "Copy API_TOKEN" }).click();
  await expect.poll(copied).toBe(secret);
  const read = await auditOf(berth, id, "environment.revealed");
  expect(read).toHaveLength(2);
  expect(read.every(({ key }) => key === "API_TOKEN")).toBe(true);
});

test("a reference shows what it comes to, and one that leads nowhere says so", async ({ page, berth }) => {
  const { id } = await projectWith(berth, { production: { HOST: "pier.example" }, staging: { HOST: "quay.example" } });
  await openEnvironment(page, id);
  await page.getByRole("button", { name: "Add variable" }).click();
  await page.getByRole("textbox", { name: "Name of the new variable" }).fill("ORIGIN");
  const value = page.getByRole("textbox", { name: "Value of ORIGIN" });
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of Berth
  await value.fill("https://${{HOST}}/from/${{staging.HOST}}");
  await expect(page.getByRole("checkbox", { name: "Reference" })).toBeChecked();
  await page.getByRole("combobox", { name: "Visibility" }).selectOption("plain");
  await value.press("Enter");
  await save(page);
  await expect(rowOf(page, "ORIGIN")).toContainText("https://pier.example/from/quay.example");
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of Berth
  await draft(page, "ORIGIN", "https://${{NOWHERE}}");
  await unsaved(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText(/NOWHERE/).first()).toBeVisible();
});

test("the table works by the keyboard alone", async ({ page, berth }) => {
  const { id } = await projectWith(berth, { production: { ALPHA: "1", BRAVO: "2", CHARLIE: "3" } });
  await openEnvironment(page, id);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search variables" })).toBeFocused();
  await page.keyboard.type("bra");
  await expect(rowOf(page, "ALPHA")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(rowOf(page, "ALPHA")).toBeVisible();
  const isOn = (name: string) => page.getByRole("button", { name, exact: true }).evaluate((at) => at.matches(":focus"));
  for (let presses = 0; presses < 30 && !(await isOn("Edit ALPHA")); presses += 1) await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Edit ALPHA" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("button", { name: "Edit BRAVO" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Value of BRAVO" })).toBeFocused();
  await page.keyboard.type("twenty");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Edit BRAVO" })).toBeFocused();
  await page.keyboard.press("ControlOrMeta+s");
  await expect(unsaved(page)).toHaveCount(0);
  expect(await plainValues(berth, id)).toEqual({ ALPHA: "1", BRAVO: "twenty", CHARLIE: "3" });
});
