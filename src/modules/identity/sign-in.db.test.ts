import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Ctx } from "@/server/context";
import { hashToken } from "@/server/crypto";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import { getMe, hasPasswordSignIn, setPassword, signInWithPassword } from "./accounts";
import { createSignInLink, describeLink, pruneLinks, signInWithLink } from "./links";
import { isLiveSession, listSessions, openSession, pruneSessions, signOut, signOutEverywhere } from "./sessions";
import { requireUser } from "./subject";
import { session, signInLink, user } from "./tables";

const base = "http://localhost:3000";

describeOnDatabases("signing in", (getCtx) => {
  const later = (ctx: Ctx, minutes: number): Ctx => ({ ...ctx, now: () => new Date(Date.now() + minutes * 60_000) });
  /** Somebody who has not signed in yet, from an address no other test uses. */
  const visitor = (ctx: Ctx): Ctx => ({
    ...ctx,
    actor: { kind: "system" },
    permissions: new Set(),
    origin: { ip: ctx.newId() },
  });
  const signedIn = async (ctx: Ctx): Promise<Ctx> => {
    const { userId, sessionId } = await openSession(ctx, requireUser(ctx), "link");
    return { ...ctx, actor: { kind: "user", userId, sessionId } };
  };
  const newLink = async (ctx: Ctx): Promise<string> => {
    const url = new URL(await createSignInLink(ctx, base));
    expect(url.origin + url.pathname).toBe(`${base}/sign-in/link`);
    return url.searchParams.get("token") ?? "";
  };
  const newEmail = (ctx: Ctx) => `${ctx.newId()}@example.com`;

  it("opens a session with a link, once", async () => {
    const ctx = await getCtx();
    const token = await newLink(ctx);
    expect(await describeLink(ctx, token)).toBe("ready");
    const opened = await signInWithLink(visitor(ctx), token);
    if (typeof opened === "string") throw new Error(`the link was ${opened}`);
    expect(opened.userId).toBe(requireUser(ctx));
    expect(await isLiveSession(ctx, opened.sessionId)).toBe(true);
    expect(await signInWithLink(visitor(ctx), token)).toBe("used");
    expect(await describeLink(ctx, token)).toBe("used");
  });

  it("gives a link to one of many who use it at the same time", async () => {
    const ctx = await getCtx();
    const token = await newLink(ctx);
    const results = await Promise.all(Array.from({ length: 8 }, () => signInWithLink(visitor(ctx), token)));
    expect(results.filter((result) => typeof result !== "string")).toHaveLength(1);
    expect(results.filter((result) => result === "used")).toHaveLength(7);
  });

  it("refuses a link after 15 minutes, and one nobody made", async () => {
    const ctx = await getCtx();
    const token = await newLink(ctx);
    expect(await signInWithLink(later(visitor(ctx), 16), token)).toBe("expired");
    expect(await signInWithLink(later(visitor(ctx), 14), token)).not.toBeTypeOf("string");
    for (const wrong of ["", "link_x", `${token}x`, hashToken(token)]) {
      expect(await signInWithLink(visitor(ctx), wrong)).toBe("unknown");
    }
  });

  it("keeps only the hash of a link, and forgets it a day after it ended", async () => {
    const ctx = await getCtx();
    const token = await newLink(ctx);
    const stored = () =>
      ctx.db
        .select()
        .from(signInLink)
        .where(eq(signInLink.tokenHash, hashToken(token)));
    expect(JSON.stringify(await stored())).not.toContain(token);
    await pruneLinks(later(ctx, 23 * 60));
    expect(await stored()).toHaveLength(1);
    await pruneLinks(later(ctx, 25 * 60));
    expect(await stored()).toHaveLength(0);
  });

  it("makes links only for those who may manage people", async () => {
    const ctx = await getCtx({ permissions: ["project:read"] });
    await expect(createSignInLink(ctx, base)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(createSignInLink(visitor(ctx), base)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("limits attempts at links by address, and no other address", async () => {
    const ctx = await getCtx();
    const attacker = visitor(ctx);
    for (let attempt = 0; attempt < 30; attempt++) expect(await signInWithLink(attacker, "link_guess")).toBe("unknown");
    const token = await newLink(ctx);
    await expect(signInWithLink(attacker, token)).rejects.toMatchObject({ code: "LIMIT" });
    expect(await signInWithLink(visitor(ctx), token)).not.toBeTypeOf("string");
  });

  it("signs in with e-mail and password once they are set", async () => {
    const ctx = await signedIn(await getCtx());
    const email = newEmail(ctx);
    await setPassword(ctx, { email: email.toUpperCase(), password: "correct horse battery" });
    expect(await hasPasswordSignIn(ctx)).toBe(true);
    expect(await getMe(ctx)).toMatchObject({ email, hasPassword: true, role: "owner", via: "session" });
    const opened = await signInWithPassword(visitor(ctx), {
      email: email.toUpperCase(),
      password: "correct horse battery",
    });
    expect(opened?.userId).toBe(requireUser(ctx));
    expect(await signInWithPassword(visitor(ctx), { email, password: "correct horse batterY" })).toBeUndefined();
    expect(await signInWithPassword(visitor(ctx), { email, password: "" })).toBeUndefined();
    expect(
      await signInWithPassword(visitor(ctx), { email: newEmail(ctx), password: "correct horse battery" }),
    ).toBeUndefined();
  });

  it("does not take a look-alike of the address for the address", async () => {
    const ctx = await signedIn(await getCtx());
    const email = newEmail(ctx);
    await setPassword(ctx, { email, password: "correct horse battery" });
    const lookAlike = email.replace("@", "\uFF20");
    expect(
      await signInWithPassword(visitor(ctx), { email: lookAlike, password: "correct horse battery" }),
    ).toBeUndefined();
    await expect(setPassword(ctx, { email: lookAlike, password: "correct horse battery" })).rejects.toThrow(
      /e-mail address/,
    );
  });

  it("keeps a password as scrypt, never as text", async () => {
    const ctx = await signedIn(await getCtx());
    await setPassword(ctx, { email: newEmail(ctx), password: "correct horse battery" });
    const [row] = await ctx.db
      .select()
      .from(user)
      .where(eq(user.id, requireUser(ctx)));
    expect(row?.passwordHash).toMatch(/^scrypt:\d+:\d+:\d+:[\w-]+:[\w-]+$/);
    const audit = await ctx.db.select().from(auditLog).where(eq(auditLog.orgId, ctx.orgId));
    expect(audit.map(({ action }) => action)).toContain("identity.password_set");
    expect(JSON.stringify(audit)).not.toContain("horse");
  });

  it("asks for the current password before changing it, and limits guesses at it", async () => {
    const ctx = await signedIn(await getCtx());
    const email = newEmail(ctx);
    await setPassword(ctx, { email, password: "correct horse battery" });
    const change = (currentPassword?: string) =>
      setPassword(ctx, { email, password: "another long one", currentPassword });
    await expect(change()).rejects.toMatchObject({ code: "FORBIDDEN" });
    await change("correct horse battery");
    for (let attempt = 0; attempt < 10; attempt++)
      await expect(change("wrong")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(change("another long one")).rejects.toMatchObject({ code: "LIMIT" });
  });

  it("refuses an address somebody else has, and a password set by a token", async () => {
    const [first, second] = [await signedIn(await getCtx()), await signedIn(await getCtx())];
    const email = newEmail(first);
    await setPassword(first, { email, password: "correct horse battery" });
    await expect(setPassword(second, { email, password: "correct horse battery" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const byToken: Ctx = { ...second, actor: { kind: "token", userId: requireUser(second), tokenId: "t" } };
    await expect(
      setPassword(byToken, { email: newEmail(second), password: "correct horse battery" }),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("limits guesses at one account, from whatever address they come", async () => {
    const ctx = await signedIn(await getCtx());
    const email = newEmail(ctx);
    await setPassword(ctx, { email, password: "correct horse battery" });
    for (let attempt = 0; attempt < 10; attempt++) {
      expect(await signInWithPassword(visitor(ctx), { email, password: `guess ${attempt}` })).toBeUndefined();
    }
    const right = { email, password: "correct horse battery" };
    await expect(signInWithPassword(visitor(ctx), right)).rejects.toMatchObject({ code: "LIMIT" });
    expect((await signInWithPassword(later(visitor(ctx), 16), right))?.userId).toBe(requireUser(ctx));
  });

  it("ends other sessions and unused links when the password changes", async () => {
    const ctx = await signedIn(await getCtx());
    const other = await signedIn(ctx);
    const token = await newLink(ctx);
    await setPassword(ctx, { email: newEmail(ctx), password: "correct horse battery" });
    expect((await listSessions(ctx)).map(({ isCurrent }) => isCurrent)).toEqual([true]);
    expect(other.actor.kind === "user" && (await isLiveSession(ctx, other.actor.sessionId))).toBe(false);
    expect(await signInWithLink(visitor(ctx), token)).toBe("unknown");
  });

  it("ends one session, and no other", async () => {
    const ctx = await signedIn(await getCtx());
    const other = await signedIn(ctx);
    await signOut(other);
    const left = await listSessions(ctx);
    expect(left).toHaveLength(1);
    expect(left[0]).toMatchObject({ isCurrent: true });
  });

  it("ends every session of the person at once, and nobody else's", async () => {
    const ctx = await signedIn(await getCtx());
    await signedIn(ctx);
    const stranger = await signedIn(await getCtx());
    const token = await newLink(ctx);
    expect(await signOutEverywhere(ctx)).toEqual({ ended: 2 });
    expect(await listSessions(ctx)).toEqual([]);
    expect(await listSessions(stranger)).toHaveLength(1);
    expect(await signInWithLink(visitor(ctx), token)).toBe("unknown");
  });

  it("ends a session after 30 days and forgets it a day later", async () => {
    const ctx = await signedIn(await getCtx());
    const id = ctx.actor.kind === "user" ? ctx.actor.sessionId : "";
    const days = 24 * 60;
    expect(await isLiveSession(later(ctx, 29 * days), id)).toBe(true);
    expect(await isLiveSession(later(ctx, 31 * days), id)).toBe(false);
    await pruneSessions(later(ctx, 32 * days));
    expect(await ctx.db.select().from(session).where(eq(session.id, id))).toEqual([]);
  });
});
