import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Ctx } from "@/server/context";
import { describeOnDatabases } from "@/server/testing";
import { decideDevice, getDevice, pollDevice, startDevice } from "./devices";
import { resolveCtx } from "./request-ctx";
import { requireUser } from "./subject";
import { membership } from "./tables";
import { listTokens } from "./tokens";

const base = "http://localhost:3000";

describeOnDatabases("the device flow", (getCtx) => {
  const terminal = (ctx: Ctx): Ctx => ({
    ...ctx,
    actor: { kind: "system" },
    permissions: new Set(),
    origin: { ip: ctx.newId() },
  });
  const later = (ctx: Ctx, minutes: number): Ctx => ({ ...ctx, now: () => new Date(Date.now() + minutes * 60_000) });
  const start = (ctx: Ctx) => startDevice(terminal(ctx), { clientName: "berth on a laptop" }, base);

  it("hands a token to the terminal that was approved, once", async () => {
    const ctx = await getCtx();
    const { deviceCode, userCode, verificationUrl, expiresIn } = await start(ctx);
    expect(userCode).toMatch(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/);
    expect({ verificationUrl, expiresIn }).toEqual({ verificationUrl: `${base}/device`, expiresIn: 600 });
    expect(await pollDevice(terminal(ctx), { deviceCode })).toEqual({ status: "pending" });
    expect(await getDevice(ctx, userCode.toLowerCase())).toMatchObject({ clientName: "berth on a laptop", userCode });
    await decideDevice(ctx, userCode, true);
    const answer = await pollDevice(terminal(ctx), { deviceCode });
    if (answer.status !== "approved") throw new Error(`the answer was ${answer.status}`);
    const headers = new Headers({ host: "localhost:3000", authorization: `Bearer ${answer.token}` });
    const signedIn = await resolveCtx(getCtx.kernel(), { method: "POST", headers });
    expect(signedIn).toMatchObject({ orgId: ctx.orgId, actor: { userId: requireUser(ctx) } });
    expect(await listTokens(ctx)).toMatchObject([{ name: "berth on a laptop", purpose: "login" }]);
    expect(await pollDevice(terminal(ctx), { deviceCode })).toEqual({ status: "used" });
  });

  it("hands the token to one of many polls at the same time", async () => {
    const ctx = await getCtx();
    const { deviceCode, userCode } = await start(ctx);
    await decideDevice(ctx, userCode, true);
    const answers = await Promise.all(Array.from({ length: 6 }, () => pollDevice(terminal(ctx), { deviceCode })));
    expect(answers.filter(({ status }) => status === "approved")).toHaveLength(1);
    expect(await listTokens(ctx)).toHaveLength(1);
  });

  it("turns a denied terminal away, and the decision stands", async () => {
    const ctx = await getCtx();
    const { deviceCode, userCode } = await start(ctx);
    await decideDevice(ctx, userCode, false);
    expect(await pollDevice(terminal(ctx), { deviceCode })).toEqual({ status: "denied" });
    await expect(decideDevice(ctx, userCode, true)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await pollDevice(terminal(ctx), { deviceCode })).toEqual({ status: "denied" });
    expect(await listTokens(ctx)).toEqual([]);
  });

  it("ends after ten minutes, approved or not", async () => {
    const ctx = await getCtx();
    const [waiting, approved] = [await start(ctx), await start(ctx)];
    await decideDevice(ctx, approved.userCode, true);
    for (const { deviceCode } of [waiting, approved]) {
      expect(await pollDevice(later(terminal(ctx), 11), { deviceCode })).toEqual({ status: "expired" });
    }
    await expect(decideDevice(later(ctx, 11), waiting.userCode, true)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await listTokens(ctx)).toEqual([]);
  });

  it("knows only codes it gave out", async () => {
    const ctx = await getCtx();
    expect(await pollDevice(terminal(ctx), { deviceCode: "device_guess" })).toEqual({ status: "expired" });
    await expect(pollDevice(terminal(ctx), { deviceCode: "" })).rejects.toThrow();
    await expect(getDevice(ctx, "BBBB-BBBB")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getDevice(ctx, "short")).rejects.toThrow(/eight letters/);
  });

  it("is decided in a browser, never with a token", async () => {
    const ctx = await getCtx();
    const { userCode } = await start(ctx);
    const byToken: Ctx = { ...ctx, actor: { kind: "token", userId: requireUser(ctx), tokenId: "t" } };
    await expect(decideDevice(byToken, userCode, true)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(getDevice(terminal(ctx), userCode)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("gives nothing to somebody who left the organization meanwhile", async () => {
    const ctx = await getCtx();
    const { deviceCode, userCode } = await start(ctx);
    await decideDevice(ctx, userCode, true);
    await ctx.db.delete(membership).where(eq(membership.userId, requireUser(ctx)));
    expect(await pollDevice(terminal(ctx), { deviceCode })).toEqual({ status: "denied" });
  });

  it("limits guesses at codes by person, new codes by address and polls by device", async () => {
    const ctx = await getCtx();
    const guess = () => getDevice(ctx, "BBBB-BBBB").catch((error: { code: string }) => error.code);
    const answers = [];
    for (let attempt = 0; attempt < 31; attempt++) answers.push(await guess());
    expect(answers.filter((code) => code === "LIMIT")).toHaveLength(1);
    const { deviceCode, userCode } = await start(ctx);
    await expect(decideDevice(ctx, userCode, true)).rejects.toMatchObject({ code: "LIMIT" });
    const flooding = terminal(ctx);
    for (let attempt = 0; attempt < 20; attempt++) await startDevice(flooding, { clientName: "x" }, base);
    await expect(startDevice(flooding, { clientName: "x" }, base)).rejects.toMatchObject({ code: "LIMIT" });
    for (let attempt = 0; attempt < 22; attempt++) await pollDevice(flooding, { deviceCode });
    await expect(pollDevice(flooding, { deviceCode })).rejects.toMatchObject({ code: "LIMIT" });
  });
});
