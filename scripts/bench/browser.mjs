import { chromium } from "@playwright/test";
import { bearer } from "../shared/berth-client.mjs";
import { chromiumFlags, findChromium } from "../shared/chromium.mjs";

/** A browser page that is signed in to this Berth. */
export async function signedInPage(bench, berth) {
  const browser = await bench.once("browser", async () => {
    const found = await findChromium();
    const env = { ...process.env, ...found.env };
    const launched = await chromium.launch({ executablePath: found.path, args: chromiumFlags, env });
    bench.atEnd(() => launched.close());
    return launched;
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  const answer = await fetch(`${berth.url}/api/cli/sign-in-link`, { method: "POST", headers: bearer(berth) });
  await page.goto((await answer.json()).url);
  await page.getByRole("button", { name: "Sign in to Berth" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return page;
}
