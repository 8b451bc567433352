import { afterEach, beforeEach, expect, it } from "vitest";
import type { Ctx } from "@/server/context";
import { Secret } from "@/server/crypto";
import { describeOnPglite } from "@/server/testing";
import { type GithubEmulator, type GithubOptions, startGithub } from "../../../../e2e/emulators/github/github";
import { listConnectOptions } from "../options";
import { listConnections, openConnection } from "../service";
import { finishGithubSignIn, startGithubSignIn } from "./sign-in";

const callback = "http://localhost:3000/api/connections/github/callback";

describeOnPglite("signing in at GitHub", (getCtx) => {
  let ctx: Ctx;
  let github: GithubEmulator;
  const start = async (options: GithubOptions = {}) => {
    await github?.close();
    github = await startGithub(options);
    const { clientId, clientSecret } = github.oauth;
    ctx = {
      ...(await getCtx()),
      apis: { ...getCtx.kernel().env, githubApiUrl: github.address },
      githubApp: { clientId, clientSecret: new Secret(clientSecret) },
    };
  };
  beforeEach(() => start());
  afterEach(async () => {
    expect(github.violations).toEqual([]);
    await github.close();
  });
  /** The person's part: follows the address, agrees, and is led back. */
  const agree = async (url: string) => {
    const answer = await fetch(url, { redirect: "manual" });
    return new URL(answer.headers.get("location") ?? "").searchParams;
  };

  it("connects the account that agreed, with the rights it gave", async () => {
    const { url, state, verifier } = await startGithubSignIn(ctx, { callback });
    const led = await agree(url);
    expect(led.get("state")).toBe(state);
    const outcome = await finishGithubSignIn(ctx, { code: led.get("code") ?? "", verifier, callback });
    expect(outcome).toMatchObject({ outcome: "connected", connection: { name: "octo", emulated: true } });
    const [connection] = await listConnections(ctx);
    const access = await openConnection(ctx, connection?.id ?? "");
    expect(access.token.unwrap()).toMatch(/^gho_/);
    expect(access.account.scopes).toEqual(["repo", "workflow"]);
  });

  it("takes a code once, and only from the browser that asked", async () => {
    const first = await startGithubSignIn(ctx, { callback });
    const code = (await agree(first.url)).get("code") ?? "";
    const other = await startGithubSignIn(ctx, { callback });
    const refused = { code: "PRECONDITION", message: expect.stringContaining("Connect again") };
    await expect(finishGithubSignIn(ctx, { code, verifier: other.verifier, callback })).rejects.toMatchObject(refused);
    await expect(finishGithubSignIn(ctx, { code, verifier: first.verifier, callback })).rejects.toMatchObject(refused);
    expect(await listConnections(ctx)).toEqual([]);
  });

  it("says who has to correct what when GitHub does not know the app", async () => {
    const { url, verifier } = await startGithubSignIn(ctx, { callback });
    const code = (await agree(url)).get("code") ?? "";
    const wrong = {
      ...ctx,
      githubApp: { clientId: github.oauth.clientId, clientSecret: new Secret("not-the-secret-0123") },
    };
    await expect(finishGithubSignIn(wrong, { code, verifier, callback })).rejects.toMatchObject({
      message: expect.stringContaining("GITHUB_CLIENT_SECRET"),
    });
  });

  it("tells a lost answer without the secret in it", async () => {
    const { url, verifier } = await startGithubSignIn(ctx, { callback });
    const code = (await agree(url)).get("code") ?? "";
    github.scenario.add({ operation: "exchangeCode", lose: "after" });
    const error = await finishGithubSignIn(ctx, { code, verifier, callback }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "UPSTREAM", message: expect.stringContaining("Connect again") });
    expect(String(error)).not.toContain(github.oauth.clientSecret);
  });

  it("comes back with the reason when the person does not agree", async () => {
    await start({ oauth: { isDenied: true } });
    const led = await agree((await startGithubSignIn(ctx, { callback })).url);
    expect([led.get("error"), led.get("code")]).toEqual(["access_denied", null]);
  });

  it("is offered only where Berth has an app at GitHub, to those who may connect", async () => {
    const hrefOf = async (given: Ctx) =>
      (await listConnectOptions(given)).options.find(({ platform }) => platform === "github")?.oauthHref;
    expect(await hrefOf(ctx)).toBe("/api/connections/github/authorize");
    expect(await hrefOf({ ...ctx, githubApp: undefined })).toBeNull();
    await expect(startGithubSignIn({ ...ctx, githubApp: undefined }, { callback })).rejects.toMatchObject({
      code: "PRECONDITION",
    });
    const reader = { ...ctx, permissions: new Set(["connection:read"] as const) };
    await expect(startGithubSignIn(reader, { callback })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
