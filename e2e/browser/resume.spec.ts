import type { Page } from "@playwright/test";
import type { DeploymentEvent } from "@/modules/deployment/schema";
import { followDeployment } from "../../scripts/shared/berth-client.mjs";
import { openCutter } from "../support/cutter";
import { freshName, storedEvents } from "../support/deployments";
import { deployFiles, gatedApp } from "../support/gated-app";
import { openGates } from "../support/gates";
import { expect, statusLabel, test } from "../support/test";

const cuts = 20;

test("a reload in the middle loses and doubles nothing", async ({ page, berth }) => {
  const gates = await openGates();
  const { id } = await deployFiles(berth, freshName("reload"), gatedApp(gates, { lines: 200, pauseMs: 15 }));
  await page.goto(`/deployments/${id}`);
  await expect(page.getByText(/^line \d+$/).first()).toBeVisible({ timeout: 60_000 });
  await page.reload();
  await expect(page.getByText("line 200", { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(statusLabel(page, "Live")).toBeVisible();
  expect(await copiedLog(page)).toEqual(Array.from({ length: 200 }, (_, index) => `line ${index + 1}`));
  gates.close();
});

test(`a connection cut ${cuts} times at random still shows every event once`, async ({ page, berth }) => {
  const gates = await openGates();
  // The deployment cannot end before the last cut.
  gates.hold("start");
  const cutter = await openCutter(Number(new URL(berth.url).port));
  const { id } = await deployFiles(berth, freshName("cut"), gatedApp(gates, { lines: 600, pauseMs: 20 }));
  // The page and a program follow the same deployment, both through the wire that is cut.
  await page.goto(`${cutter.url}/deployments/${id}`);
  const joined: DeploymentEvent[] = [];
  const following = followDeployment(berth, id, { url: cutter.url, onEvent: (event) => joined.push(event) });
  await gates.reached("build");

  for (let torn = 0; torn < cuts; ) {
    await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 500));
    if (cutter.cut() > 0) torn += 1;
  }
  gates.release("start");
  await following;
  const table = await storedEvents(berth, id);
  expect(joined).toEqual(table.slice(0, joined.length));
  expect(joined.at(-1)?.kind).toBe("end");

  await expect(statusLabel(page, "Live")).toBeVisible({ timeout: 30_000 });
  expect(await copiedLog(page)).toEqual(Array.from({ length: 600 }, (_, index) => `line ${index + 1}`));
  cutter.close();
  gates.close();
});

/** The numbered lines of the log as the page holds them: what its copy button puts on the clipboard. */
async function copiedLog(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", {
      configurable: true,
      value: { writeText: async (text: string) => void sessionStorage.setItem("copied", text) },
    });
  });
  await page.getByRole("button", { name: "Copy log" }).click();
  const text = await page.evaluate(() => sessionStorage.getItem("copied") ?? "");
  return text.split("\n").filter((line) => /^line \d+$/.test(line));
}
