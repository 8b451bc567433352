import { gunzipSync } from "node:zlib";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createBackup } from "@/server/backup";
import { readBackupFile } from "@/server/backup-file";
import type { Ctx } from "@/server/context";
import { createRedactor, redactKnown } from "@/server/redact";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import { connectPlatform, reconnectPlatform, testConnection } from "./connect";
import type { Connection } from "./schema";
import {
  disconnectPlatform,
  listConnections,
  markConnectionRefused,
  openConnection,
  renameConnection,
} from "./service";
import { platformConnection } from "./tables";
import { type AccountServer, accountAnswer, startAccountServer } from "./testing/account-server";

const adaToken = "ghp_needle5c1d9f27aDaAdaAdaAdaAdaAdaAda";
const newAdaToken = "ghp_needle77e02b1cAdaAdaAdaAdaAdaAdaNew";
const graceToken = "ghp_needlec44a03d5GraceGraceGraceGrace0";

describeOnDatabases("connections", (getCtx) => {
  let ctx: Ctx;
  let server: AccountServer;
  beforeAll(async () => {
    server = await startAccountServer();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    ctx = { ...(await getCtx()), apis: at(server.address) };
    server.asked.length = 0;
    server.tokens.clear();
    server.tokens.set(adaToken, accountAnswer("ada"));
    server.tokens.set(newAdaToken, accountAnswer("ada"));
    server.tokens.set(graceToken, accountAnswer("grace"));
  });
  const at = (githubApiUrl: string) => ({ ...getCtx.kernel().env, githubApiUrl });
  const connect = async (token: string, more: { name?: string } = {}): Promise<Connection> => {
    const result = await connectPlatform(ctx, { platform: "github", token, ...more });
    if (result.outcome === "choose-team") throw new Error("nobody asked for a team");
    return result.connection;
  };
  const actions = async () => {
    const rows = await ctx.db.select().from(auditLog).where(eq(auditLog.orgId, ctx.orgId)).orderBy(auditLog.id);
    return rows.map(({ action }) => action);
  };
  const rowOf = async (id: string) => {
    const [row] = await ctx.db.select().from(platformConnection).where(eq(platformConnection.id, id));
    if (!row) throw new Error("nothing is stored");
    return row;
  };

  it("are connected, listed, renamed and disconnected, each with its audit row", async () => {
    expect(await listConnections(ctx)).toEqual([]);
    const ada = await connect(adaToken);
    expect(ada).toMatchObject({
      platform: "github",
      name: "ada",
      state: "ok",
      emulated: false,
      isMoved: false,
      account: { name: "ada", team: null, scopes: ["repo", "workflow"] },
      lastUsedAt: null,
    });
    await connect(graceToken, { name: "Work" });
    const renamed = await renameConnection(ctx, { id: ada.id, name: " Private " });
    expect(renamed).toEqual({ ...ada, name: "Private" });
    expect((await listConnections(ctx, { platform: "github" })).map(({ name }) => name)).toEqual(["Private", "Work"]);
    expect(await listConnections(ctx, { platform: "vercel" })).toEqual([]);
    await disconnectPlatform(ctx, { id: ada.id });
    expect((await listConnections(ctx)).map(({ name }) => name)).toEqual(["Work"]);
    await expect(disconnectPlatform(ctx, { id: ada.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await actions()).toEqual([
      "connection.connected",
      "connection.connected",
      "connection.renamed",
      "connection.disconnected",
    ]);
  });

  it("never give the token back, and hold it in no row, audit entry or backup", async () => {
    const connected = await connect(adaToken);
    await reconnectPlatform(ctx, { id: connected.id, token: newAdaToken });
    await testConnection(ctx, { id: connected.id });
    const audit = await ctx.db.select().from(auditLog).where(eq(auditLog.orgId, ctx.orgId));
    const backup = gunzipSync(await createBackup(getCtx.kernel())).toString();
    const held = createRedactor([adaToken, newAdaToken]);
    for (const text of [connected, await listConnections(ctx), await rowOf(connected.id), audit].map((each) =>
      JSON.stringify(each),
    )) {
      expect(held(text)).toBe(text);
    }
    expect(held(backup)).toBe(backup);
    expect(redactKnown(`Bearer ${newAdaToken}`)).toBe("Bearer [redacted]");
  });

  it("open the token only in their own row, for their platform, at their address", async () => {
    const own = await rowOf((await connect(adaToken)).id);
    const foreign = await rowOf((await connect(graceToken)).id);
    const write = (values: Partial<typeof own>) =>
      ctx.db.update(platformConnection).set(values).where(eq(platformConnection.id, own.id));
    const { kid, wrapped, token } = foreign;
    for (const tampered of [{ kid, wrapped, token }, { token }, { wrapped }, { platform: "vercel" as const }]) {
      await write({ ...tampered, ...("platform" in tampered ? { address: ctx.apis.vercelApiUrl } : {}) });
      await expect(openConnection(ctx, own.id)).rejects.toMatchObject({ code: "INTERNAL" });
      await write(own);
    }
    await write({ kid: "gone" });
    await expect(openConnection(ctx, own.id)).rejects.toMatchObject({ code: "PRECONDITION" });
    await write(own);
    expect((await openConnection(ctx, own.id)).token.unwrap()).toBe(adaToken);
  });

  it("send the token to no other address than the one it was connected for", async () => {
    const ada = await connect(adaToken);
    const elsewhere = await startAccountServer();
    elsewhere.tokens.set(newAdaToken, accountAnswer("ada"));
    const moved = { ...ctx, apis: at(elsewhere.address) };
    await expect(openConnection(moved, ada.id)).rejects.toMatchObject({
      code: "PRECONDITION",
      message: expect.stringContaining("reconnect"),
    });
    expect(await testConnection(moved, { id: ada.id })).toMatchObject({ ok: false, isRefused: true });
    expect(elsewhere.asked).toEqual([]);
    expect(await listConnections(moved)).toMatchObject([{ isMoved: true, host: new URL(server.address).host }]);
    await reconnectPlatform(moved, { id: ada.id, token: newAdaToken });
    expect(await openConnection(moved, ada.id)).toMatchObject({ address: elsewhere.address });
    expect(await listConnections(moved)).toMatchObject([{ isMoved: false, state: "ok" }]);
    await elsewhere.close();
  });

  it("name the master key of their token in a backup", async () => {
    const ada = await connect(adaToken);
    await ctx.db.update(platformConnection).set({ kid: "older" }).where(eq(platformConnection.id, ada.id));
    const { header } = readBackupFile(await createBackup(getCtx.kernel()));
    expect(header.keyIds).toContain("older");
    await disconnectPlatform(ctx, { id: ada.id });
  });

  it("take a new token of the same account, also when it is connected again", async () => {
    const early = { ...ctx, now: () => new Date("2026-01-01T00:00:00Z") };
    const result = await connectPlatform(early, { platform: "github", token: adaToken, name: "Mine" });
    if (result.outcome !== "connected") throw new Error(result.outcome);
    const { id } = result.connection;
    await markConnectionRefused(ctx, id);
    const again = await connectPlatform(early, { platform: "github", token: newAdaToken });
    expect(again).toMatchObject({ outcome: "reconnected", connection: { id, name: "Mine", state: "ok" } });
    expect((await openConnection(ctx, id)).token.unwrap()).toBe(newAdaToken);
    // The clock stood still, and yet whoever waits for another token sees that it is another one.
    expect((await rowOf(id)).tokenSetAt.getTime()).toBe(Date.parse("2026-01-01T00:00:00Z") + 1);
    const third = await reconnectPlatform(ctx, { id, token: adaToken });
    expect(third.tokenSetAt).not.toBe(result.connection.tokenSetAt);
    expect(await listConnections(ctx)).toHaveLength(1);
  });

  it("do not become another account's", async () => {
    const ada = await connect(adaToken);
    await expect(reconnectPlatform(ctx, { id: ada.id, token: graceToken })).rejects.toMatchObject({
      code: "CONFLICT",
      message:
        "This token belongs to grace, and the connection needs one of ada. Use such a token, or connect this one separately.",
    });
    expect((await openConnection(ctx, ada.id)).token.unwrap()).toBe(adaToken);
  });

  it("have names of their own", async () => {
    const ada = await connect(adaToken);
    await expect(connect(graceToken, { name: "ada" })).rejects.toMatchObject({ code: "CONFLICT" });
    const grace = await connect(graceToken, { name: "grace" });
    await expect(renameConnection(ctx, { id: grace.id, name: "ada" })).rejects.toMatchObject({ code: "CONFLICT" });
    await renameConnection(ctx, { id: ada.id, name: "edsger" });
    server.tokens.set("ghp_edsger", accountAnswer("edsger"));
    expect(await connect("ghp_edsger")).toMatchObject({ name: "edsger 2" });
  });

  it("are marked refused once, unless another token came meanwhile", async () => {
    const ada = await connect(adaToken);
    const { tokenSetAt } = await openConnection(ctx, ada.id);
    await reconnectPlatform(ctx, { id: ada.id, token: newAdaToken });
    await markConnectionRefused(ctx, ada.id, tokenSetAt);
    expect(await listConnections(ctx)).toMatchObject([{ state: "ok" }]);
    await markConnectionRefused(ctx, ada.id, (await rowOf(ada.id)).tokenSetAt);
    await markConnectionRefused(ctx, ada.id);
    expect(await listConnections(ctx)).toMatchObject([{ state: "refused" }]);
    expect(await testConnection(ctx, { id: ada.id })).toMatchObject({ ok: true, connection: { state: "ok" } });
    expect(await actions()).toEqual([
      "connection.connected",
      "connection.reconnected",
      "connection.refused",
      "connection.accepted",
    ]);
  });

  it("are tested: what the platform says of the token is kept, a refusal too", async () => {
    const ada = await connect(adaToken);
    server.tokens.set(adaToken, {
      ...accountAnswer("ada", "repo"),
      headers: { "x-oauth-scopes": "repo", "github-authentication-token-expiration": "2026-12-01 09:00:00 UTC" },
    });
    expect(await testConnection(ctx, { id: ada.id })).toMatchObject({
      ok: true,
      connection: { account: { scopes: ["repo"], expiresAt: "2026-12-01T09:00:00.000Z" } },
    });
    server.tokens.delete(adaToken);
    const result = await testConnection(ctx, { id: ada.id });
    expect(result).toMatchObject({ ok: false, isRefused: true, connection: { state: "refused" } });
    expect(result).toMatchObject({ message: expect.stringMatching(/^GitHub does not accept the token any more/) });
    server.tokens.set(adaToken, { status: 404, body: "<h1>Gateway</h1>" });
    expect(await testConnection(ctx, { id: ada.id })).toMatchObject({ ok: false, isRefused: false });
  });

  it("note their use at most once a minute", async () => {
    const ada = await connect(adaToken);
    const openedAt = async (iso: string) => {
      await openConnection({ ...ctx, now: () => new Date(iso) }, ada.id);
      return (await listConnections(ctx))[0]?.lastUsedAt;
    };
    expect(await openedAt("2026-01-01T00:00:00Z")).toBe("2026-01-01T00:00:00.000Z");
    expect(await openedAt("2026-01-01T00:00:59Z")).toBe("2026-01-01T00:00:00.000Z");
    expect(await openedAt("2026-01-01T00:01:01Z")).toBe("2026-01-01T00:01:01.000Z");
  });

  it("go with their organization, and are nobody else's", async () => {
    const ada = await connect(adaToken);
    const other = { ...(await getCtx()), apis: ctx.apis };
    expect(await listConnections(other)).toEqual([]);
    const attempts = [
      () => openConnection(other, ada.id),
      () => testConnection(other, { id: ada.id }),
      () => renameConnection(other, { id: ada.id, name: "mine" }),
      () => reconnectPlatform(other, { id: ada.id, token: newAdaToken }),
      () => disconnectPlatform(other, { id: ada.id }),
      () => markConnectionRefused(other, ada.id),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await ctx.db.execute(sql`delete from organization where id = ${ctx.orgId}`);
    await expect(rowOf(ada.id)).rejects.toThrow("nothing is stored");
  });

  it("are for admins to change; members see them, without permission nobody does", async () => {
    const ada = await connect(adaToken);
    const reader = { ...ctx, permissions: new Set(["connection:read"] as const) };
    expect(await listConnections(reader)).toHaveLength(1);
    for (const attempt of [
      () => connectPlatform(reader, { platform: "github", token: graceToken }),
      () => reconnectPlatform(reader, { id: ada.id, token: newAdaToken }),
      () => testConnection(reader, { id: ada.id }),
      () => renameConnection(reader, { id: ada.id, name: "mine" }),
      () => disconnectPlatform(reader, { id: ada.id }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    const nobody = { ...ctx, permissions: new Set<never>() };
    await expect(listConnections(nobody)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(openConnection(nobody, ada.id)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
