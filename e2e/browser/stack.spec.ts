import type { Page } from "@playwright/test";
import { ProofRow } from "@/modules/scaffold/evidence";
import { expect, test } from "../support/test";

/** Choosing as a person does: the label is what is seen, the input of it is not. */
async function choose(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("radio", { name }).or(page.getByRole("checkbox", { name })).click({ force: true });
}

/** The files of the preview; a screen of the wizard shows the same project as the command beside it. */
const fileOf = (page: Page, name: string) =>
  page.getByRole("treeitem", { name: new RegExp(`^${name.replace(".", "\\.")}`) });

test("a full stack: every kind of choice changes the project, the address and the command", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 1000 });
  await page.goto("/new?name=quay");
  await expect(fileOf(page, "package.json")).toBeVisible();
  await expect(page.getByRole("group", { name: /Model provider/ })).toBeHidden();
  for (const name of [/^React with Vite/, /^SQLite with Drizzle/, /^Better Auth/, /^Agent/]) await choose(page, name);
  await choose(page, /^OpenAI-compatible/);
  for (const name of [/^Upstash Redis/, /^Docker/, /^CI workflow/, /^pnpm/]) await choose(page, name);
  const search = "name=quay&framework=vite-react&database=drizzle-sqlite&auth=better-auth&authProviders=credentials";
  const more = "&aiTemplate=agent&aiProvider=openai-compatible&extras=upstash%2Cdocker%2Cci&packageManager=pnpm";
  await expect(page).toHaveURL(`/new?${search}${more}`);
  await expect(page.getByRole("region", { name: "The same on the command line" })).toContainText(
    "--ai-provider openai-compatible --extras upstash,docker,ci --package-manager pnpm",
  );
  for (const name of ["Dockerfile", "pnpm-lock.yaml", "ci.yml"]) await expect(fileOf(page, name)).toBeVisible();
  await expect(fileOf(page, "package-lock.json")).toHaveCount(0);

  const summary = page.getByRole("navigation", { name: "Your stack" });
  await expect(summary).toContainText("3 extras");
  await summary.getByRole("button", { name: "Extras: 3 extras" }).click();
  await expect(page.getByRole("checkbox", { name: /^Upstash Redis/ })).toBeFocused();

  await choose(page, /^Docker/);
  await expect(fileOf(page, "Dockerfile")).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("checkbox", { name: /^Docker/ })).not.toBeChecked();
  await expect(page.getByRole("checkbox", { name: /^CI workflow/ })).toBeChecked();
});

test("an option that is off says why; its fix makes it possible and chooses it", async ({ page }) => {
  await page.goto("/new?name=quay&framework=hono");
  const option = page.getByRole("radio", { name: /^Auth\.js/ });
  await expect(option).toBeDisabled();
  await expect(option).toHaveAccessibleDescription(/^Not available: Auth\.js is built into Next\.js/);
  await page
    .getByRole("group", { name: /^Sign-in/ })
    .getByRole("button", { name: "Choose Next.js", description: /Auth\.js is built into/ })
    .click();
  await expect(option).toBeChecked();
  await expect(page.getByRole("radio", { name: /^Next\.js/ })).toBeChecked();
  await expect(page).toHaveURL(/database=drizzle-postgres&auth=nextauth&authProviders=credentials$/);

  await choose(page, /^Clerk/);
  const methods = page.getByRole("group", { name: /^Sign-in methods/ });
  await expect(methods).toContainText("switched on in its dashboard");
  await expect(methods.getByRole("checkbox")).toHaveCount(0);
  await methods.getByRole("button", { name: "Choose Better Auth instead" }).click();
  await expect(page.getByRole("radio", { name: /^Better Auth/ })).toBeChecked();
});

test("each option says whether it runs here or what it needs", async ({ page }) => {
  await page.goto("/new?name=quay&aiTemplate=chatbot");
  await expect(page.getByRole("group", { name: /^Framework/ })).toContainText("Runs here without an account");
  await expect(
    page.getByRole("radio", { name: /^MongoDB Documents.*Needs the address of a MongoDB server/ }),
  ).toBeVisible();
  await expect(page.getByRole("radio", { name: /^OpenAI-compatible.*No account; needs/ })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /^Docker.*Runs here/ })).toBeVisible();
});

test("evidence is shown for what it shows, and nothing where there is none", async ({ page }) => {
  const clerk = { part: "Clerk", reason: "needs a Clerk application" };
  await giveEvidence(page, [
    rowOf({}, { date: "2026-03-01" }),
    rowOf({ database: "drizzle-sqlite" }, { level: 3 }),
    rowOf({ auth: "clerk", extras: ["docker", "ci"] }, { notRun: [clerk] }),
  ]);
  await page.goto("/new?name=quay");
  await expect(page.getByText("Proven: built and started on Mar 1, 2026.")).toBeVisible();
  await choose(page, /^SQLite with Drizzle/);
  await expect(page.getByText("Built on Mar 2, 2026, not started.")).toBeVisible();
  await page.goto("/new?name=quay&auth=clerk&extras=docker");
  await expect(
    page.getByText(
      "Every two of these choices were built and started together, last on Mar 2, 2026. Not tried: Clerk (needs a Clerk application).",
    ),
  ).toBeVisible();
  await choose(page, /^MongoDB Documents/);
  await expect(page.getByText(/built and started/)).toHaveCount(0);
});

test("a stack is shared as a link, a command and a badge", async ({ page, berth }) => {
  await page.goto("/new?name=quay&database=mongodb&extras=docker%2Cci");
  const link = `${berth.url}/new?database=mongodb&extras=docker%2Cci`;
  // On a busy machine the button stands there before it listens.
  await expect(async () => {
    await page.getByRole("button", { name: "Share this stack" }).click({ timeout: 2000 });
    await expect(page.getByRole("region", { name: "Link" })).toContainText(link, { timeout: 3000 });
  }).toPass({ timeout: 30_000 });
  await expect(page.getByRole("region", { name: "Command", exact: true })).toContainText(
    "berth new quay --framework next",
  );
  await expect(page.getByRole("region", { name: "Badge" })).toContainText(
    `[![Use this stack](${berth.url}/use-this-stack.svg)](${link})`,
  );
  await expect(page.getByText("work here only")).toBeVisible();
  expect((await page.request.get("/use-this-stack.svg")).headers()["content-type"]).toContain("image/svg+xml");
  await page.goto(link);
  await expect(page.getByRole("radio", { name: /^MongoDB Documents/ })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: /^CI workflow/ })).toBeChecked();
});

type Row = Pick<ProofRow, "config" | "level" | "date" | "notRun">;

function rowOf(choices: Record<string, unknown>, fields: Partial<Row>): Row {
  return {
    config: ProofRow.shape.config.parse({ name: "harbour", ...choices }),
    level: 4,
    date: "2026-03-02",
    notRun: [],
    ...fields,
  };
}

/** Puts rows in the place of those the evidence file of this catalog would give, on the way to the browser. */
async function giveEvidence(page: Page, rows: Row[]): Promise<void> {
  await page.route(/\/api\/trpc\/[^?]*scaffold\.evidence/, async (route) => {
    const names = new URL(route.request().url()).pathname.split("/").at(-1)?.split(",") ?? [];
    const response = await route.fetch();
    const answers: { result: { data: { json: unknown } } }[] = await response.json();
    const answer = answers[names.indexOf("scaffold.evidence")];
    if (!answer) throw new Error(`There is no evidence among ${names.join()}.`);
    answer.result.data = { json: rows };
    await route.fulfill({ response, json: answers });
  });
}
