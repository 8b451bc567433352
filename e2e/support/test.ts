import { type BrowserContext, test as base, expect, type Locator, type Page } from "@playwright/test";
import { type BerthProcess, openBerth } from "./berth";
import { freshLink } from "./sign-in";

type State = Awaited<ReturnType<BrowserContext["storageState"]>>;

interface WorkerFixtures {
  /** One Berth for all tests of a worker; each test makes its own project. */
  berth: BerthProcess;
  ownerState: State;
}

interface TestFixtures {
  /** Violations of the content security policy and uncaught errors on any page of the test; empty at its end. */
  faults: string[];
}

/** Playwright's test with a running Berth and a browser that is signed in to it. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  berth: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const opened = await openBerth();
      await use(opened.server);
      await opened.close();
    },
    { scope: "worker", timeout: 900_000 },
  ],
  ownerState: [
    async ({ berth, browser }, use) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(await freshLink(berth));
      await page.getByRole("button", { name: "Sign in to Berth" }).click();
      await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
      await use(await context.storageState());
      await context.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ berth }, use) => use(berth.url),
  storageState: async ({ ownerState }, use) => use(ownerState),
  faults: [
    async ({ context }, use) => {
      const faults: string[] = [];
      context.on("console", (message) => {
        if (/content security policy/i.test(message.text())) faults.push(message.text());
      });
      context.on("weberror", (error) => faults.push(String(error.error())));
      await use(faults);
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

/** The state of the deployment a page shows, beside its name; the log's connection has words of its own. */
export function statusLabel(page: Page, label: string): Locator {
  return page.getByRole("heading", { level: 1 }).locator("..").getByText(label, { exact: true });
}

export { expect };
