import type { Page } from "@playwright/test";
import { askApp } from "../../scripts/shared/berth-client.mjs";
import { freshName, getDeployment } from "../support/deployments";
import {
  begin,
  ensureConnected,
  type HostingPlatform,
  hostingPlatforms,
  labels,
  secondTokens,
  shownDeployment,
  takeName,
  test,
} from "../support/hosting";
import { expectPresentable } from "../support/presentable";
import { expect, statusLabel } from "../support/test";

/** What each platform calls the first thing it makes, and the line that a failed build of its stand-in is about. */
const first = { vercel: "createProject", railway: "projectCreate", render: "create-service" } as const;
const causes = {
  vercel: /left-pad/,
  railway: /src\/app\/page\.tsx:12/,
  render: /left-pad|Cannot find|error/i,
} as const;
/** How the card calls a limit that is used up. */
const limits = { vercel: "asks to wait", railway: "quota is used up", render: "asks to wait" } as const;
const next = { vercel: "railway", railway: "render", render: "vercel" } as const;

/** Every run takes what is the same code for all platforms on one of them; the chaos run takes the others. */
function sampledOn(sample: HostingPlatform, platform: HostingPlatform) {
  return { tag: sample === platform ? [] : ["@whole"] };
}

test.afterEach(({ standIns }) => {
  for (const { violations } of Object.values(standIns)) expect.soft(violations).toEqual([]);
});

test("accounts are connected and tested on the connections page", async ({ page, standIns }) => {
  await page.goto("/connections");
  for (const platform of hostingPlatforms) {
    const label = labels[platform];
    await page.getByRole("button", { name: `Connect ${label}`, exact: true }).click();
    const dialog = page.getByRole("dialog");
    const token = dialog.getByLabel(new RegExp(`^${label} .*(token|key)`, "i"));
    const connect = dialog.getByRole("button", { name: `Connect ${label}` });
    await token.fill(standIns[platform].badToken);
    await connect.click();
    await expect(dialog.getByRole("alert")).toContainText("does not accept this token");
    await token.fill(standIns[platform].goodToken);
    await connect.click();
    if (platform === "railway") {
      await dialog.getByRole("radio").first().check();
      await dialog.getByRole("button", { name: "Connect this workspace" }).click();
    }
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("region", { name: label }).getByText("Emulated").first()).toBeVisible();
  }
  await page
    .getByRole("region", { name: "Vercel" })
    .getByRole("button", { name: /^Test / })
    .click();
  await expect(page.getByText(/Vercel accepted the token in/)).toBeVisible();
  await expectPresentable(page);
});

for (const platform of hostingPlatforms) {
  const label = labels[platform];

  test(`${label}: from the wizard to a live app, once more, and back`, async ({ page, berth, standIns }) => {
    await ensureConnected(berth, standIns);
    const name = freshName("quay");
    await page.goto(`/new?name=${name}&database=drizzle-postgres&step=target`);
    await choosePlatforms(page, [platform]);
    await page.getByRole("button", { name: /Next: Deploy/ }).click();
    await expect(page.getByRole("paragraph").filter({ hasText: "Needs a value: DATABASE_URL" })).toBeVisible();
    await page.getByRole("button", { name: "Open Environment" }).click();
    await page.getByLabel(/^DATABASE_URL/).fill("postgres://quay:secret@db.example.com:5432/quay");
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    if (platform !== "vercel") await agreeToCost(page);
    await page.waitForURL(/\/deployments\/[0-9a-f-]+/);
    await expectLive(page);
    await expect(page.getByText("Emulated", { exact: true }).first()).toBeVisible();
    const address = page.getByRole("link", { name: new RegExp(`^http://${name}.*\\.localhost:\\d+`) });
    const url = (await address.getAttribute("href")) ?? "";
    const app = await askApp(url);
    expect(app.status).toBe(200);
    expect(app.text).toContain(`a local stand-in of ${platform}`);
    await expect(page.getByRole("region", { name: new RegExp(`${name} on ${label}`) })).toBeVisible();

    const firstPage = page.url();
    await page.getByRole("button", { name: "Redeploy" }).click();
    await page.getByRole("dialog").or(page.getByRole("alertdialog")).getByRole("button", { name: "Redeploy" }).click();
    await page.waitForURL((at) => at.href !== firstPage);
    await expectLive(page);
    await page.goto(firstPage);
    await expect(statusLabel(page, "Succeeded")).toBeVisible();
    await page.getByRole("button", { name: "Roll back to this" }).click();
    await page.getByRole("button", { name: "Roll back", exact: true }).click();
    await page.waitForURL((at) => at.href !== firstPage);
    await expectLive(page);
    await expect(page.getByText(/^Roll back to/)).toBeVisible();
    if (platform === "vercel") await expectPresentable(page);
  });

  test(
    `${label}: a build that fails is explained, and its code kept`,
    sampledOn("vercel", platform),
    async ({ page, berth, standIns }) => {
      await ensureConnected(berth, standIns);
      const name = freshName("leak");
      standIns[platform].scenario.addOutcome({ name, result: "build-failed" });
      const [id = ""] = await begin(berth, name, [platform]);
      await page.goto(`/deployments/${id}`);
      const card = page.getByRole("region", { name: "What went wrong" });
      await expect(card).toContainText("The build failed", { timeout: 60_000 });
      await expect(card).toContainText(causes[platform]);
      if (platform === "vercel") await expectPresentable(page);
      await card.getByRole("button", { name: "Push to GitHub" }).click();
      await expect(card.getByRole("status")).toContainText(/(Pushed|Already there): octo\//);
      const zip = await card.getByRole("link", { name: "Download ZIP" }).getAttribute("href");
      const answer = await page.request.get(zip ?? "");
      expect(answer.headers()["content-type"]).toContain("zip");
      expect((await answer.body()).subarray(0, 2).toString()).toBe("PK");
    },
  );

  test(
    `${label}: a name that is taken, and a limit that is used up`,
    sampledOn("railway", platform),
    async ({ page, berth, standIns }) => {
      await ensureConnected(berth, standIns);
      const name = freshName("pier");
      await takeName(standIns, platform, name);
      const [id = ""] = await begin(berth, name, [platform]);
      await page.goto(`/deployments/${id}`);
      const card = page.getByRole("region", { name: "What went wrong" });
      await expect(card).toContainText("The name is taken", { timeout: 60_000 });
      // The free name is beyond its limit at first.
      const limited = { status: 429, headers: { "retry-after": "600", "ratelimit-reset": "600" } };
      standIns[platform].scenario.add({ operation: first[platform], name: `${name}-`, times: 1, answer: limited });
      await card.getByRole("button", { name: new RegExp(`Deploy as ${name}-`) }).click();
      await expect(card).toContainText(limits[platform], { timeout: 60_000 });
      await card.getByRole("button", { name: "Try again" }).click();
      await expectLive(page);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(new RegExp(`^${name}-`));
    },
  );

  test(
    `${label}: a refused token waits for another one`,
    sampledOn("vercel", platform),
    async ({ page, berth, standIns }) => {
      await ensureConnected(berth, standIns);
      const { scenario, goodToken } = standIns[platform];
      scenario.revoke(goodToken);
      const name = freshName("gate");
      const [id = ""] = await begin(berth, name, [platform]);
      await page.goto("/deployments");
      const row = page.getByRole("link", { name: new RegExp(`^${name}`) });
      await expect(row).toContainText("Waiting for a token", { timeout: 60_000 });
      await row.click();
      await expect(statusLabel(page, "Waiting for a token")).toBeVisible();
      const card = page.getByRole("region", { name: "What it waits for" });
      await expect(card).toContainText("Waiting for you", { timeout: 60_000 });
      await expect(card.getByRole("link", { name: "Download ZIP" })).toBeVisible();
      if (platform === "vercel") await expectPresentable(page);
      await card.getByRole("link", { name: "Reconnect" }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog).toContainText("The deployment that waits for it then goes on.");
      await dialog.getByLabel(new RegExp(`^${label} .*(token|key)`, "i")).fill(secondTokens[platform]);
      await dialog.getByRole("button", { name: "Reconnect", exact: true }).click();
      await page.waitForURL(`**/deployments/${id}`);
      await expectLive(page);
      scenario.clear();
    },
  );

  test(
    `${label}: down, so the app goes elsewhere; and a build that is cancelled`,
    sampledOn("render", platform),
    async ({ page, berth, standIns }) => {
      await ensureConnected(berth, standIns);
      const name = freshName("storm");
      standIns[platform].scenario.add({ operation: first[platform], name, answer: { status: 500 } });
      const other = next[platform];
      standIns[other].scenario.addOutcome({ name, result: "stuck" });
      const [id = ""] = await begin(berth, name, [platform]);
      await page.goto(`/deployments/${id}`);
      const card = page.getByRole("region", { name: "What went wrong" });
      await expect(card).toContainText("The platform is not available", { timeout: 90_000 });
      await card.getByRole("button", { name: `Deploy to ${labels[other]}` }).click();
      await card
        .getByRole("button", { name: `Deploy to ${labels[other]}` })
        .last()
        .click();
      await page.waitForURL((at) => !at.pathname.endsWith(id));
      await expect(page.getByText(labels[other], { exact: true }).first()).toBeVisible();

      const moved = await shownDeployment(berth, page.url());
      await expect
        .poll(async () => runningSteps((await getDeployment(berth, moved.id)).steps), { timeout: 60_000 })
        .toContain("monitor");
      await page.getByRole("button", { name: "Cancel", exact: true }).click();
      await page.getByRole("button", { name: "Cancel deployment" }).click();
      await expect(statusLabel(page, "Cancelled")).toBeVisible({ timeout: 30_000 });
      // Without the fault it gets there.
      standIns[other].scenario.clear();
      await page.getByRole("region", { name: "What went wrong" }).getByRole("button", { name: "Try again" }).click();
      await expectLive(page);
    },
  );
}

test("two platforms at once are watched side by side, and a preview is promoted", async ({ page, berth, standIns }) => {
  await ensureConnected(berth, standIns);
  const name = freshName("twin");
  await page.goto(`/new?name=${name}&step=target`);
  await choosePlatforms(page, ["vercel", "railway"]);
  await page.getByRole("radio", { name: "Preview" }).check({ force: true });
  await page.getByRole("button", { name: /Next: Deploy/ }).click();
  await expect(page.getByText("Vercel, Railway")).toBeVisible();
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  await agreeToCost(page);
  await page.waitForURL(/\/deployments\?batch=/);
  await expect(page.getByText("Every step is done.")).toHaveCount(2, { timeout: 90_000 });
  await expect(page.getByRole("link", { name: "Open", exact: true })).toHaveCount(2);
  await expectPresentable(page);
  const vercel = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Vercel" }) });
  await vercel.getByRole("link", { name: "Steps and log" }).click();
  await page.getByRole("button", { name: "Promote to production" }).click();
  await page.getByRole("button", { name: "Promote", exact: true }).click();
  await expect(page.getByText(/^Promotion of/)).toBeVisible();
  await expectLive(page);
});

async function choosePlatforms(page: Page, platforms: readonly HostingPlatform[]): Promise<void> {
  for (const platform of platforms) {
    await page.getByRole("checkbox", { name: new RegExp(`^${labels[platform]}`) }).check({ force: true });
  }
  await page.getByRole("checkbox", { name: /^This machine/ }).uncheck({ force: true });
}

/** What bills from the first minute shows its sum and asks. */
async function agreeToCost(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  await expect(dialog).toContainText("nothing is charged this time");
  await dialog.getByRole("button", { name: /^Deploy for about \$\d+/ }).click();
}

async function expectLive(page: Page): Promise<void> {
  await expect(statusLabel(page, "Live")).toBeVisible({ timeout: 90_000 });
}

function runningSteps(steps: readonly { name: string; status: string }[]): string[] {
  return steps.filter(({ status }) => status === "running").map(({ name }) => name);
}
