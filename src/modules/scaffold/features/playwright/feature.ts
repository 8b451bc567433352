import { versions } from "../../catalog/versions";
import type { Feature, Slots, TemplateFile } from "../../engine/feature";
import { execCommand, runCommand } from "../../engine/package-manager";
import type { ScaffoldConfig } from "../../schema";

export const playwright: Feature = {
  id: "playwright",
  isChosen: (config) => config.extras.includes("playwright"),
  variables: () => [],
  render: (config, slots) => [
    { path: "playwright.config.ts", content: settings(config) },
    { path: "e2e/home.spec.ts", content: homeTest(config) },
    ...pagesTest(slots),
  ],
  contribute: (config) => ({
    devDependencies: ["@playwright/test"],
    scripts: { "test:e2e": "playwright test" },
    stack: [{ name: "Playwright", version: versions["@playwright/test"] }],
    landmarks: [{ path: "e2e/home.spec.ts", purpose: "An example of a browser test." }],
    ignoredPaths: ["/test-results", "/playwright-report"],
    readme: [
      {
        heading: "Browser tests",
        body: `\`${execCommand(config, "playwright install chromium")}\` once, then \`${runCommand(config, "test:e2e")}\`: builds the app, starts it on port 3100 and visits it. No variable is needed; what is off says so.`,
      },
    ],
  }),
};

function settings(config: ScaffoldConfig): string {
  return `import { defineConfig, devices } from "@playwright/test";

const port = Number(process.env.PORT ?? 3100);

export default defineConfig({
  testDir: "e2e",
  forbidOnly: process.env.CI !== undefined,
  use: { baseURL: "http://localhost:" + port, trace: "retain-on-failure" },
  projects: [{ name: "chromium", use: devices["Desktop Chrome"] }],
  webServer: {
    command: "${runCommand(config, "build")} && ${runCommand(config, "start")}",
    env: { PORT: String(port) },
    url: "http://localhost:" + port,
    timeout: 180_000,
  },
});
`;
}

function homeTest({ framework }: ScaffoldConfig): string {
  const path = framework === "hono" ? "/" : "/no-such-page";
  const missing =
    framework === "hono"
      ? `test("an address that does not exist is refused in JSON", async ({ request }) => {
  const answer = await request.get("/api/no-such-endpoint");
  expect(answer.status()).toBe(404);
  expect(await answer.json()).toMatchObject({ error: { message: expect.any(String) } });
});`
      : `test("an address that does not exist leads back home", async ({ page }) => {
  await page.goto("${path}");
  await page.getByRole("main").getByRole("link").first().click();
  await expect(page).toHaveURL("/");
});`;
  return `import { expect, test } from "@playwright/test";

test("the home page opens without an error", async ({ page }) => {
  const errors: Error[] = [];
  page.on("pageerror", (error) => errors.push(error));
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(errors).toEqual([]);
});

test("the health report says what works", async ({ request }) => {
  const answer = await request.get("/api/health");
  expect(await answer.json()).toMatchObject({ status: expect.stringMatching(/^(ok|degraded|error)$/) });
});

${missing}
`;
}

/** Every link of the header, on frameworks that have one. */
function pagesTest({ nav, pages }: Slots): TemplateFile[] {
  const paths = [...new Set([...nav.map(({ href }) => href), ...pages.map(({ path }) => path)])].filter(
    (path) => !path.startsWith("/api/"),
  );
  if (paths.length === 0) return [];
  const list = paths.map((path) => `"${path}"`).join(", ");
  const literal = list.length <= 100 ? `[${list}]` : `[\n${paths.map((path) => `  "${path}",\n`).join("")}]`;
  const content = `import { expect, test } from "@playwright/test";

const paths = ${literal};

for (const path of paths) {
  test(path + " has a heading, also while its variables are missing", async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
}
`;
  return [{ path: "e2e/pages.spec.ts", content }];
}
