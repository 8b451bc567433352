import type { DeploymentDetail } from "@/modules/deployment/schema";
import { askApp, followDeployment } from "../../scripts/shared/berth-client.mjs";
import { freshName, getDeployment } from "../support/deployments";
import { openEnvironment, setValues } from "../support/environments";
import { deployFiles } from "../support/gated-app";
import { begin, ensureConnected, test } from "../support/hosting";
import { expectPresentable } from "../support/presentable";
import { expect, statusLabel } from "../support/test";

test("values are sent to a platform by a plan that tells what somebody changed there", async ({
  page,
  berth,
  standIns,
}) => {
  await ensureConnected(berth, standIns);
  const name = freshName("tide");
  const [first = ""] = await begin(berth, name, ["vercel"]);
  await followDeployment(berth, first);
  const { projectId } = await getDeployment(berth, first);
  await setValues(berth, projectId, { FEATURE: "one", FLAG: "one" });
  await openEnvironment(page, projectId, "sync");
  const target = page.getByRole("region", { name: new RegExp(`^${name}`) });
  await target.getByRole("button", { name: `Check ${name}` }).click();
  const changes = target.getByRole("list", { name: `Changes for ${name}` });
  const change = (key: string) => changes.getByRole("listitem").filter({ hasText: key });
  await expect(change("FEATURE")).toContainText("Add");
  await target.getByRole("button", { name: "Set 2" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Set 2" }).click();
  await expect(target.getByText("2 set", { exact: true })).toBeVisible();

  standIns.vercel.setVariable(name, "FLAG", "by hand");
  await setValues(berth, projectId, { FLAG: "two", FEATURE: "two" });
  await target.getByRole("button", { name: `Check ${name}` }).click();
  await expect(change("FLAG")).toContainText("Changed on Vercel since Berth sent it.");
  await expect(change("FLAG")).toContainText("Keep theirs");
  await expectPresentable(page);
  await change("FLAG").getByRole("checkbox").check();
  await target.getByRole("button", { name: "Set 2" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Set 2" }).click();
  await expect(target.getByText("2 set", { exact: true })).toBeVisible();
  const project = [...standIns.vercel.world.projects.values()].find((each) => each.name === name);
  const there = Object.fromEntries((project?.variables ?? []).map(({ key, value }) => [key, value]));
  expect(there).toMatchObject({ FLAG: "two", FEATURE: "two" });
  await target.getByRole("button", { name: "Redeploy" }).first().click();
  await page.waitForURL((url) => url.pathname.startsWith("/deployments/") && !url.pathname.endsWith(first));
  await expect(statusLabel(page, "Live")).toBeVisible({ timeout: 60_000 });
});

test("a running app on this machine gets new values by a restart that nobody notices", async ({ page, berth }) => {
  const { id, projectId } = await deployFiles(berth, freshName("greets"), {
    "package.json": JSON.stringify({ name: "greets", type: "module", scripts: { start: "node server.mjs" } }),
    "server.mjs": `
import { createServer } from "node:http";
createServer((request, response) => response.end(process.env.GREETING ?? "nothing"))
  .listen(Number(process.env.PORT), "127.0.0.1");
`,
  });
  await followDeployment(berth, id);
  const app: DeploymentDetail = await getDeployment(berth, id);
  const greeting = async () => (await askApp(app.url ?? "")).text;
  expect(await greeting()).toBe("nothing");
  await setValues(berth, projectId, { GREETING: "good morning" });
  await openEnvironment(page, projectId, "sync");
  await page.getByRole("button", { name: "Reload with these values" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Reload" }).click();
  await page.getByRole("link", { name: "Follow the restart" }).click();
  await expect(statusLabel(page, "Live")).toBeVisible({ timeout: 60_000 });
  await expect.poll(greeting).toBe("good morning");
});
