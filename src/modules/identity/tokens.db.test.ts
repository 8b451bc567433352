import { existsSync, readFileSync, statSync } from "node:fs";
import { eq } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { expect, it } from "vitest";
import type { Ctx } from "@/server/context";
import { type Kernel, systemCtx } from "@/server/kernel";
import { homePaths } from "@/server/process/home";
import { describeOnDatabases, describeOnPglite } from "@/server/testing";
import { ensureOwner } from "./accounts";
import { createMachineLink } from "./links";
import { ensureCliToken } from "./machine-token";
import { resolveCtx } from "./request-ctx";
import { openSession, signOut, signOutEverywhere } from "./sessions";
import { requireUser } from "./subject";
import { apiToken, membership, organization, user } from "./tables";
import { createToken, findLiveToken, listTokens, pruneTokens, revokeToken } from "./tokens";

const origin = "http://localhost:3000";

function send(kernel: Kernel, method: string, headers: Record<string, string>): Promise<Ctx | undefined> {
  return resolveCtx(kernel, { method, headers: new Headers({ host: "localhost:3000", ...headers }) });
}

const withBearer = (kernel: Kernel, token: string) => send(kernel, "POST", { authorization: `Bearer ${token}` });

describeOnDatabases("API tokens", (getCtx) => {
  it("acts as its person from the first request to the revocation", async () => {
    const ctx = await getCtx();
    const kernel = getCtx.kernel();
    const { id, token } = await createToken(ctx, { name: "CI" });
    expect(token).toMatch(/^berth_[A-Za-z0-9_-]{43}$/);
    const found = await withBearer(kernel, token);
    expect(found).toMatchObject({ orgId: ctx.orgId, actor: { kind: "token", userId: requireUser(ctx), tokenId: id } });
    expect((await listTokens(ctx))[0]?.lastUsedAt).not.toBeNull();
    await revokeToken(ctx, id);
    expect(await withBearer(kernel, token)).toBeUndefined();
    expect(await listTokens(ctx)).toEqual([]);
    await expect(revokeToken(ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is kept as a hash and shown by its first characters", async () => {
    const ctx = await getCtx();
    const { id, token } = await createToken(ctx, { name: "CI" });
    const [row] = await ctx.db.select().from(apiToken).where(eq(apiToken.id, id));
    expect(JSON.stringify(row)).not.toContain(token);
    const [listed] = await listTokens(ctx);
    expect(token.startsWith(listed?.hint ?? "-")).toBe(true);
    expect(token.length - (listed?.hint.length ?? 0)).toBeGreaterThan(38);
  });

  it("ends when it expires, and is forgotten a month later", async () => {
    const ctx = await getCtx();
    const { id, token } = await createToken(ctx, { name: "CI", expiresInDays: 7 });
    const forever = await createToken(ctx, { name: "CI", expiresInDays: null });
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
    expect(await findLiveToken(ctx, token, inDays(6))).toBeDefined();
    expect(await findLiveToken(ctx, token, inDays(8))).toBeUndefined();
    expect(await findLiveToken(ctx, forever.token, inDays(3000))).toBeDefined();
    await pruneTokens({ ...ctx, now: () => inDays(38) });
    expect(await ctx.db.select().from(apiToken).where(eq(apiToken.id, id))).toEqual([]);
    expect(await findLiveToken(ctx, forever.token, inDays(38))).toBeDefined();
  });

  it("cannot be seen or revoked by somebody else", async () => {
    const [ctx, stranger] = [await getCtx(), await getCtx()];
    const { id, token } = await createToken(ctx, { name: "CI" });
    await expect(revokeToken(stranger, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await listTokens(stranger)).toEqual([]);
    expect(await withBearer(getCtx.kernel(), token)).toBeDefined();
  });

  it("cannot make a token that outlives it", async () => {
    const ctx = await getCtx();
    const { token } = await createToken(ctx, { name: "short", expiresInDays: 1 });
    const byToken = await withBearer(getCtx.kernel(), token);
    if (!byToken) throw new Error("the token did not work");
    await expect(createToken(byToken, { name: "long" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(createToken(byToken, { name: "long", expiresInDays: null })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("loses its rights with the membership, and follows the role", async () => {
    const ctx = await getCtx();
    const { token } = await createToken(ctx, { name: "CI" });
    const mine = eq(membership.userId, requireUser(ctx));
    await ctx.db.update(membership).set({ role: "viewer" }).where(mine);
    expect((await withBearer(getCtx.kernel(), token))?.permissions.has("deployment:write")).toBe(false);
    await ctx.db.delete(membership).where(mine);
    expect(await withBearer(getCtx.kernel(), token)).toBeUndefined();
  });

  it("ends itself on sign-out", async () => {
    const ctx = await getCtx();
    const { token } = await createToken(ctx, { name: "login" });
    const byToken = await withBearer(getCtx.kernel(), token);
    if (!byToken) throw new Error("the token did not work");
    await signOut(byToken);
    expect(await withBearer(getCtx.kernel(), token)).toBeUndefined();
  });

  it("refuses what is no token of ours", async () => {
    const kernel = getCtx.kernel();
    for (const wrong of ["", "x", "berth_", `berth_${"A".repeat(43)}`, "berth_' or 1=1--"]) {
      expect(await withBearer(kernel, wrong)).toBeUndefined();
    }
  });
});

describeOnDatabases("a session cookie", (getCtx) => {
  async function cookieOf(ctx: Ctx, claims: Record<string, unknown> = {}, secret = getCtx.kernel().env.authSecret) {
    const { userId, sessionId } = await openSession(ctx, requireUser(ctx), "link");
    const name = "berth.session-token";
    return `${name}=${await encode({ token: { sub: userId, sid: sessionId, ...claims }, secret, salt: name })}`;
  }

  it("acts as its person until the session ends everywhere", async () => {
    const ctx = await getCtx();
    const cookie = await cookieOf(ctx);
    const found = await send(getCtx.kernel(), "GET", { cookie });
    expect(found).toMatchObject({ orgId: ctx.orgId, actor: { kind: "user", userId: requireUser(ctx) } });
    await signOutEverywhere(ctx);
    expect(await send(getCtx.kernel(), "GET", { cookie })).toBeUndefined();
  });

  it("counts for a change only when a page of ours sent it", async () => {
    const cookie = await cookieOf(await getCtx());
    const kernel = getCtx.kernel();
    expect(await send(kernel, "POST", { cookie, origin })).toBeDefined();
    expect(await send(kernel, "POST", { cookie })).toBeUndefined();
    for (const foreign of ["http://evil.example", "http://localhost:4000", "http://shop.localhost:3000", "null"]) {
      expect(await send(kernel, "POST", { cookie, origin: foreign })).toBeUndefined();
      expect(await send(kernel, "DELETE", { cookie, origin: foreign })).toBeUndefined();
    }
  });

  it("is worth nothing when forged, emptied, or signed by another app", async () => {
    const ctx = await getCtx();
    const kernel = getCtx.kernel();
    const forged = [
      await cookieOf(ctx, {}, "a-secret-of-some-other-app-entirely-unlike-ours"),
      await cookieOf(ctx, { sid: undefined }),
      await cookieOf(ctx, { sid: "no-such-session" }),
      "berth.session-token=garbage",
      (await cookieOf(ctx)).replace("berth.session-token", "authjs.session-token"),
    ];
    for (const cookie of forged) expect(await send(kernel, "GET", { cookie })).toBeUndefined();
  });

  it("still counts when a proxy adds its own Basic credentials, but not beside a bearer token", async () => {
    const cookie = await cookieOf(await getCtx());
    expect(await send(getCtx.kernel(), "GET", { cookie, authorization: "Basic eDp5" })).toBeDefined();
    expect(await send(getCtx.kernel(), "GET", { cookie, authorization: "Bearer berth_wrong" })).toBeUndefined();
  });
});

describeOnDatabases("the first start", (getCtx) => {
  it("creates one owner, however many processes start", async () => {
    const kernel = getCtx.kernel();
    const owners = await Promise.all(Array.from({ length: 5 }, () => ensureOwner(kernel)));
    expect(new Set(owners.map(({ userId }) => userId)).size).toBe(1);
    const owner = owners[0];
    if (!owner) throw new Error("no owner");
    expect(await kernel.db.select().from(user).where(eq(user.id, owner.userId))).toHaveLength(1);
    expect(await kernel.db.select().from(organization).where(eq(organization.id, owner.orgId))).toHaveLength(1);
    expect(await ensureOwner(kernel)).toEqual(owner);
  });
});

describeOnPglite("the CLI's token", (getCtx) => {
  const machineTokens = () => getCtx.kernel().db.select().from(apiToken).where(eq(apiToken.purpose, "machine"));

  it("is written for the owner alone, renewed at each start without piling up", async () => {
    const kernel = getCtx.kernel();
    const file = homePaths(kernel.env.home).cli;
    await ensureCliToken(kernel);
    const first = JSON.parse(readFileSync(file, "utf8"));
    expect(first).toMatchObject({ url: "http://localhost:3000", pid: process.pid });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await ensureCliToken(kernel);
    const second = JSON.parse(readFileSync(file, "utf8"));
    expect(await machineTokens()).toHaveLength(1);
    expect(await withBearer(kernel, first.token)).toBeUndefined();
    const ctx = await withBearer(kernel, second.token);
    expect(ctx?.permissions.has("identity:manage")).toBe(true);
    const [row] = await machineTokens();
    if (!ctx || !row) throw new Error("the token did not work");
    await expect(revokeToken(ctx, row.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("alone can ask for sign-in links", async () => {
    const kernel = getCtx.kernel();
    const { orgId, userId } = await ensureOwner(kernel);
    const owner: Ctx = { ...systemCtx(kernel, { orgId }), actor: { kind: "user", userId, sessionId: "s" } };
    const { token } = await createToken(owner, { name: "CI" });
    const [byApiToken, byMachine] = [await withBearer(kernel, token), await withBearer(kernel, readToken())];
    if (!byApiToken || !byMachine) throw new Error("the tokens did not work");
    await expect(createMachineLink(byApiToken, origin)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await createMachineLink(byMachine, origin)).toContain(`${origin}/sign-in/link?token=link_`);
  });

  it("is gone after the shutdown", async () => {
    const kernel = getCtx.kernel();
    expect(existsSync(homePaths(kernel.env.home).cli)).toBe(true);
    await kernel.shutdown();
    expect(existsSync(homePaths(kernel.env.home).cli)).toBe(false);
  });

  function readToken(): string {
    return JSON.parse(readFileSync(homePaths(getCtx.kernel().env.home).cli, "utf8")).token;
  }
});
