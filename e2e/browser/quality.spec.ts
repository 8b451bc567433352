import type { Page } from "@playwright/test";
import type { DeploymentDetail } from "@/modules/deployment/schema";
import type { BerthAddress } from "../../scripts/shared/berth-client.mjs";
import { followDeployment } from "../../scripts/shared/berth-client.mjs";
import { freshName, getDeployment } from "../support/deployments";
import { deployFiles, gatedApp } from "../support/gated-app";
import { openGates } from "../support/gates";
import { expectPresentable, overhang, seriousFindings, visit } from "../support/presentable";
import { expect, statusLabel, test } from "../support/test";

let example: DeploymentDetail | undefined;

/** A finished deployment that the pages have something to show of; made once. */
async function exampleDeployment(berth: BerthAddress): Promise<DeploymentDetail> {
  if (example) return example;
  const gates = await openGates();
  const name = freshName("a-rather-long-name-for-an-app");
  const { id } = await deployFiles(berth, name, gatedApp(gates));
  await followDeployment(berth, id);
  gates.close();
  example = await getDeployment(berth, id);
  return example;
}

// Options that are off, and the questions that follow from others.
const stacks = ["/new?framework=hono&auth=better-auth&aiTemplate=agent&extras=redis", "/new?auth=clerk"];
const steps = ["files", "environment", "target", "deploy"].map((step) => `/new?database=drizzle-postgres&step=${step}`);
const lists = ["/", "/projects", "/deployments", "/environments", "/connections", "/audit", "/settings"];
const dialogs = ["/connections?connect=vercel", "/connections?connect=github"];
const ofOne = ({ id, projectId }: DeploymentDetail) => [`/projects/${projectId}`, `/deployments/${id}`];

for (const [what, pagesOf] of [
  ["the wizard", () => ["/new", ...stacks, "/new/existing", ...steps]],
  ["lists and dialogs", () => [...lists, ...dialogs]],
  ["the pages of an app", ofOne],
] as const satisfies (readonly [string, (example: DeploymentDetail) => string[]])[]) {
  test(`${what}: axe finds nothing serious in either theme, and nothing scrolls sideways at 360 px`, async ({
    page,
    berth,
  }) => {
    for (const path of pagesOf(await exampleDeployment(berth))) {
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await visit(page, path);
      await expectPresentable(page);
    }
  });
}

test("the tab says that what was asked for is not there", async ({ page }) => {
  for (const path of ["/projects/nothing", "/deployments/nothing", `/deployments/${"x".repeat(100)}`]) {
    await visit(page, path);
    await expect(page).toHaveTitle("Not found · Berth");
  }
});

test("no browser guesses what a static file is", async ({ page }) => {
  const answers: Record<string, string | undefined> = {};
  page.on("response", (response) => {
    if (response.url().includes("/_next/static/"))
      answers[response.url()] = response.headers()["x-content-type-options"];
  });
  await visit(page, "/projects");
  expect(new Set(Object.values(answers))).toEqual(new Set(["nosniff"]));
});

test("the sign-in page passes axe and fits 360 px", async ({ browser, berth }) => {
  const context = await browser.newContext({
    storageState: { cookies: [], origins: [] },
    viewport: { width: 360, height: 740 },
  });
  const page = await context.newPage();
  await page.goto(`${berth.url}/sign-in`);
  expect(await seriousFindings(page)).toEqual([]);
  expect(await overhang(page)).toBe(0);
  await context.close();
});

test("the wizard works by the keyboard alone", async ({ page }) => {
  const name = freshName("keys");
  await visit(page, "/new");
  await tabTo(page, (label) => label === "Name");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(name);
  // Arrow keys move within a group of choices.
  await tabTo(page, (_label, field) => field === "database");
  await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(/database=drizzle-postgres/);
  for (const step of ["files", "environment", "target", "deploy"]) {
    await tabTo(page, (label) => label.startsWith("Next: "));
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`step=${step}`));
  }
  await tabTo(page, (label) => label === "Deploy");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/deployments\/[0-9a-f-]+/);
  // Cancelling needs no mouse either.
  await tabTo(page, (label) => label === "Cancel");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").or(page.getByRole("alertdialog"))).toBeVisible();
  await tabTo(page, (label) => label === "Cancel deployment");
  await page.keyboard.press("Enter");
  await expect(statusLabel(page, "Cancelled")).toBeVisible();
});

/** Presses Tab until the focus is on what is wanted, as a person would. */
async function tabTo(page: Page, isWanted: (label: string, field: string) => boolean): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const input = element instanceof HTMLInputElement ? element : undefined;
      const label =
        input?.labels?.[0]?.textContent ?? element?.getAttribute("aria-label") ?? element?.textContent ?? "";
      return { label: label.trim(), field: input?.type === "text" ? "" : (input?.name ?? "") };
    });
    if (isWanted(focused.label, focused.field)) return;
  }
  throw new Error("The keyboard does not reach it within 120 presses of Tab.");
}
