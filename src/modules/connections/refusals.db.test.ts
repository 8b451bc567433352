import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Ctx } from "@/server/context";
import { toAppError } from "@/server/errors";
import { describeOnPglite } from "@/server/testing";
import { connectPlatform, reconnectPlatform, testConnection } from "./connect";
import { listConnections } from "./service";
import { type AccountAnswer, type AccountServer, accountAnswer, startAccountServer } from "./testing/account-server";

const token = "ghp_needle0f3b6a4dRefusedRefusedRefused";

describeOnPglite("a token that is not accepted", (getCtx) => {
  let ctx: Ctx;
  let server: AccountServer;
  const lines: string[] = [];
  beforeAll(async () => {
    server = await startAccountServer();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    lines.length = 0;
    const log = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
    ctx = { ...(await getCtx()), log, apis: { ...getCtx.kernel().env, githubApiUrl: server.address } };
    server.tokens.clear();
    server.asked.length = 0;
  });

  const refusals: [string, AccountAnswer | "cut", { code: string; message: RegExp }][] = [
    [
      "is unknown, expired or revoked",
      { status: 401, body: { message: "Bad credentials" } },
      { code: "VALIDATION", message: /GitHub does not accept this token.*Make a new personal access token at https:/ },
    ],
    [
      "lacks a scope",
      accountAnswer("ada", "read:user"),
      { code: "VALIDATION", message: /accepts this token, but it lacks the scope repo\. Make a new/ },
    ],
    [
      "has no scopes",
      accountAnswer("ada", ""),
      { code: "VALIDATION", message: /may not do what Berth needs\. It has no scopes at all/ },
    ],
    [
      "is of an organization that wants it authorized",
      { status: 403, headers: { "x-github-sso": "required; url=https://github.com/sso" }, body: { message: "No" } },
      { code: "VALIDATION", message: /may not do what Berth needs.*https:\/\/github\.com\/sso/ },
    ],
    [
      "comes too often",
      { status: 403, headers: { "retry-after": "90" }, body: { message: "You have exceeded a secondary rate limit" } },
      { code: "LIMIT", message: /Try again in 2 minutes/ },
    ],
    [
      "is answered by something else",
      { status: 200, body: "<html>Sign in to the hotel network</html>" },
      { code: "UPSTREAM", message: /not JSON/ },
    ],
    ["is answered without a field", { body: { login: "ada" } }, { code: "UPSTREAM", message: /\bid\b/ }],
    [
      "is sent on to another place",
      { status: 302, headers: { location: "https://elsewhere.example", "retry-after": "0" } },
      { code: "UPSTREAM", message: /./ },
    ],
    [
      "is echoed",
      { status: 404, body: { message: `no such token ${token}` } },
      { code: "UPSTREAM", message: /\[redacted\]/ },
    ],
  ];
  it.each(refusals)("because it %s: says so and stores nothing", async (_why, answer, { code, message }) => {
    server.tokens.set(token, answer);
    const refused = await connectPlatform(ctx, { platform: "github", token }).catch(toAppError);
    expect(refused).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await listConnections(ctx)).toEqual([]);
    expect(JSON.stringify({ ...refused, message: (refused as Error).message }) + lines.join()).not.toContain(token);
  });

  it("leaves the connection it was meant for as it was", async () => {
    server.tokens.set("ghp_good", accountAnswer("ada"));
    const result = await connectPlatform(ctx, { platform: "github", token: "ghp_good" });
    if (result.outcome !== "connected") throw new Error(result.outcome);
    const { connection } = result;
    await expect(reconnectPlatform(ctx, { id: connection.id, token })).rejects.toMatchObject({
      code: "VALIDATION",
      details: [{ path: "token", message: expect.any(String) }],
    });
    expect(await testConnection(ctx, { id: connection.id })).toMatchObject({ ok: true });
  });

  it.each([
    ["", /Paste the token/],
    ["two words", /no spaces/],
    ["line\nbreak", /no spaces/],
    ["pässword", /no spaces/],
    ["x".repeat(1001), /longer than any token/],
  ])("is not even sent when it cannot be one: %j", async (text, message) => {
    const refused = await connectPlatform(ctx, { platform: "github", token: text }).catch(toAppError);
    expect(refused).toMatchObject({ code: "VALIDATION", message: expect.stringMatching(message) });
    expect(server.asked).toEqual([]);
  });

  it("is sent without the blanks around it", async () => {
    server.tokens.set(token, accountAnswer("ada"));
    await connectPlatform(ctx, { platform: "github", token: ` ${token}\n` });
    expect(server.asked).toEqual([{ path: "/user", authorization: `Bearer ${token}` }]);
  });

  it.each([
    { platform: "heroku", token },
    { platform: "github", token, name: "" },
    { platform: "github", token, name: "x".repeat(61) },
    { platform: "github", token, name: "two\nlines" },
    { platform: "github", token, address: "https://elsewhere.example" },
    { platform: "github", token, teamId: "some-team" },
  ])("is not taken with %o", async (input) => {
    server.tokens.set(token, accountAnswer("ada"));
    const refused = await connectPlatform(ctx, input).catch(toAppError);
    expect(refused).toMatchObject({ code: "VALIDATION" });
    expect(await listConnections(ctx)).toEqual([]);
  });

  it("is not tried without end", async () => {
    const attempts = Array.from({ length: 40 }, () => connectPlatform(ctx, { platform: "github", token }));
    const results = await Promise.allSettled(attempts);
    const limited = results.filter((result) => result.status === "rejected" && result.reason.code === "LIMIT");
    expect(limited).toHaveLength(10);
  });
});
