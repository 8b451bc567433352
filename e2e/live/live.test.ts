import { randomBytes } from "node:crypto";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { PlatformError } from "@/modules/connections/http/platform-error";
import { ConnectionPlatform } from "@/modules/connections/schema";
import { accessTo, flows } from "./flows";

const addresses: Record<ConnectionPlatform, string> = {
  vercel: "https://api.vercel.com",
  railway: "https://backboard.railway.com",
  render: "https://api.render.com",
  github: "https://api.github.com",
};

// biome-ignore lint/style/noProcessEnv: tokens of real accounts come from the environment and from nowhere else.
const tokens = process.env;

describe.each(ConnectionPlatform.options)("%s itself", (platform) => {
  const variable = `${platform.toUpperCase()}_TOKEN`;
  const token = tokens[variable];
  if (!token) process.stderr.write(`${platform}: not tried, ${variable} is not set.\n`);

  it.skipIf(!token)("does what its stand-in does", async ({ signal }) => {
    const name = `berth-trial-${randomBytes(4).toString("hex")}`;
    await flows[platform]({ access: accessTo(platform, addresses[platform], token ?? ""), name, signal });
  });

  it.skipIf(!token)("refuses a wrong token", async ({ signal }) => {
    const access = accessTo(platform, addresses[platform], "berth-wrong-token-0123456789");
    const error = await flows[platform]({ access, name: "berth-trial", signal }).catch((thrown: unknown) => thrown);
    expect(PlatformError.is(error) && error.kind).toMatch(/^AUTH_/);
  });
});
