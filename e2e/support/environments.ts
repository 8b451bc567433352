import { expect, type Locator, type Page } from "@playwright/test";
import type { AuditEntry } from "@/modules/audit/schema";
import type { ProjectSummary } from "@/modules/projects/schema";
import { type BerthAddress, mutate, query } from "../../scripts/shared/berth-client.mjs";
import { freshName } from "./deployments";

type Visibility = "plain" | "masked" | "restricted";
type Values = Record<string, string | { value: string; visibility?: Visibility; isReference?: boolean }>;

/** A project with values in its environments, plain unless told. */
export async function projectWith(
  berth: BerthAddress,
  environments: Record<string, Values> = {},
): Promise<{ id: string; name: string }> {
  const name = freshName("vault");
  const { id } = await mutate<ProjectSummary>(berth, "project.create", { name, config: { name } });
  for (const [environment, values] of Object.entries(environments)) await setValues(berth, id, values, environment);
  return { id, name };
}

/** Saves values as somebody else does who works at the same time. */
export async function setValues(
  berth: BerthAddress,
  projectId: string,
  values: Values,
  environment = "production",
): Promise<void> {
  const given = Object.entries(values).map(([key, value]) => [
    key,
    { visibility: "plain", ...(typeof value === "string" ? { value } : value) },
  ]);
  await mutate(berth, "environment.set", { projectId, environment, variables: Object.fromEntries(given) });
}

/** Opens a view of an environment and waits until nothing on it is a placeholder. */
export async function openEnvironment(
  page: Page,
  projectId: string,
  view = "variables",
  environment = "production",
): Promise<void> {
  await page.goto(`/environments?${new URLSearchParams({ project: projectId, environment, view })}`);
  await expect(page.locator(".animate-pulse:visible")).toHaveCount(0);
}

/** The row of a variable in the table. */
export function rowOf(page: Page, key: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: new RegExp(`^${key}\\b`) }) });
}

/** Types a new value into the row of a variable and keeps it as a draft. */
export async function draft(page: Page, key: string, value: string): Promise<void> {
  await rowOf(page, key)
    .getByRole("button", { name: `Edit ${key}` })
    .click();
  await page.getByRole("textbox", { name: `Value of ${key}` }).fill(value);
  await page.keyboard.press("Enter");
  await expect(unsaved(page)).toBeVisible();
}

/** The bar that tells what is not saved yet. */
export function unsaved(page: Page): Locator {
  return page.getByRole("region", { name: "Unsaved changes" });
}

/** Saves the drafts and waits until nothing is unsaved. */
export async function save(page: Page): Promise<void> {
  await unsaved(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(unsaved(page)).toHaveCount(0);
}

/** Details of what the audit log holds about a project under an action, newest first. */
export async function auditOf(berth: BerthAddress, targetId: string, action: string): Promise<AuditEntry["details"][]> {
  const { entries } = await query<{ entries: AuditEntry[] }>(berth, "audit.list", { action, targetId });
  return entries.map(({ details }) => details);
}

/** The values an environment holds now, as a program reads them. */
export async function plainValues(
  berth: BerthAddress,
  projectId: string,
  environment = "production",
): Promise<Record<string, string | undefined>> {
  const { variables } = await query<{ variables: { key: string; value?: string }[] }>(berth, "environment.current", {
    projectId,
    environment,
  });
  return Object.fromEntries(variables.map(({ key, value }) => [key, value]));
}

/** Answers what the page writes to the clipboard, which a browser without a person may not let it reach. */
export async function catchClipboard(page: Page): Promise<() => Promise<string>> {
  await page.evaluate(() => {
    const keep = (text: string) => document.documentElement.setAttribute("data-copied", text);
    const write = async ([item]: ClipboardItem[]) => {
      if (item) keep(await (await item.getType("text/plain")).text());
    };
    const value = { write, writeText: async (text: string) => keep(text) };
    Object.defineProperty(navigator, "clipboard", { configurable: true, value });
  });
  return async () => (await page.locator("html").getAttribute("data-copied")) ?? "";
}
