import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createBackup } from "@/server/backup";
import { readBackupFile } from "@/server/backup-file";
import type { Ctx } from "@/server/context";
import { createRedactor, redactKnown } from "@/server/redact";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import { type ChatServer, startChatServer } from "@/server/testing/chat-server";
import type { SaveModelInput } from "./schema";
import { getModelSettings, languageModel, removeModelSettings, saveModelSettings, testModel } from "./service";
import { modelConnection } from "./tables";

const key = "sk-test-needle-5c1d9f27";
const anthropic: SaveModelInput = {
  provider: "anthropic",
  model: "claude-haiku-4-5",
  credentials: { form: "key", key },
};

describeOnDatabases("model settings", (getCtx) => {
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await getCtx();
  });
  const rowOf = async (of: Ctx) => {
    const [row] = await of.db.select().from(modelConnection).where(eq(modelConnection.orgId, of.orgId));
    if (!row) throw new Error("nothing is stored");
    return row;
  };

  it("are empty, then stored, changed and removed, each with its audit row", async () => {
    expect(await getModelSettings(ctx)).toEqual({ connection: null, canWrite: true });
    expect(await languageModel(ctx)).toBeUndefined();
    await saveModelSettings(ctx, anthropic);
    const { connection } = await saveModelSettings(ctx, { provider: "anthropic", model: "claude-sonnet-4-5" });
    expect(connection).toMatchObject({
      provider: "anthropic",
      model: "claude-sonnet-4-5",
      address: null,
      region: null,
    });
    await removeModelSettings(ctx);
    expect(await getModelSettings(ctx)).toMatchObject({ connection: null });
    await expect(removeModelSettings(ctx)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const audit = await ctx.db.select().from(auditLog).where(eq(auditLog.orgId, ctx.orgId)).orderBy(auditLog.id);
    expect(audit.map(({ action, details }) => [action, (details as { credentials?: string }).credentials])).toEqual([
      ["model.saved", "key"],
      ["model.saved", "kept"],
      ["model.removed", undefined],
    ]);
  });

  it("never give the key back, and hold it in no column or audit row", async () => {
    const saved = await saveModelSettings(ctx, anthropic);
    const audit = await ctx.db.select().from(auditLog).where(eq(auditLog.orgId, ctx.orgId));
    const held = createRedactor([key]);
    for (const text of [saved, await getModelSettings(ctx), await rowOf(ctx), audit].map((each) =>
      JSON.stringify(each),
    )) {
      expect(held(text)).toBe(text);
    }
    expect(redactKnown(`Bearer ${key}`)).toBe("Bearer [redacted]");
  });

  it("open the key only in its own row, and only for the place it was given for", async () => {
    const other = await getCtx();
    await saveModelSettings(ctx, anthropic);
    await saveModelSettings(other, anthropic);
    const [own, foreign] = [await rowOf(ctx), await rowOf(other)];
    const write = (values: Partial<typeof own>) =>
      ctx.db.update(modelConnection).set(values).where(eq(modelConnection.id, own.id));
    const { kid, wrapped, token } = foreign;
    for (const tampered of [
      { kid, wrapped, token },
      { token },
      { wrapped },
      { address: "https://elsewhere.example" },
    ]) {
      await write(tampered);
      await expect(languageModel(ctx)).rejects.toMatchObject({ code: "INTERNAL" });
      await write(own);
    }
    await write({ kid: "gone" });
    await expect(languageModel(ctx)).rejects.toMatchObject({ code: "PRECONDITION" });
    await write(own);
    expect(await languageModel(ctx)).toMatchObject({ modelId: "claude-haiku-4-5" });
  });

  it("name the master key of their key in a backup", async () => {
    await saveModelSettings(ctx, anthropic);
    await ctx.db.update(modelConnection).set({ kid: "older" }).where(eq(modelConnection.orgId, ctx.orgId));
    const { header } = readBackupFile(await createBackup(getCtx.kernel()));
    expect(header.keyIds).toContain("older");
  });

  it("do not carry a stored key to another provider, address or region", async () => {
    await saveModelSettings(ctx, anthropic);
    for (const moved of [
      { provider: "openai", model: "gpt-5-mini" },
      { provider: "anthropic", model: "claude-haiku-4-5", address: "https://gateway.example/v1" },
      { provider: "bedrock", model: "amazon.nova-lite-v1:0", region: "us-east-1" },
    ]) {
      await expect(saveModelSettings(ctx, moved)).rejects.toMatchObject({ code: "VALIDATION" });
      await expect(testModel(ctx, { draft: moved })).rejects.toMatchObject({ code: "VALIDATION" });
    }
    expect((await getModelSettings(ctx)).connection).toMatchObject({ provider: "anthropic", address: null });
  });

  it("keep when the key was set, through a change of the model", async () => {
    const first = await saveModelSettings({ ...ctx, now: () => new Date("2026-01-01T00:00:00Z") }, anthropic);
    const second = await saveModelSettings(ctx, { provider: "anthropic", model: "claude-sonnet-4-5" });
    expect(second.connection?.credentials).toEqual({ form: "key", setAt: "2026-01-01T00:00:00.000Z" });
    expect(second.connection?.updatedAt).not.toBe(first.connection?.updatedAt);
    const third = await saveModelSettings(ctx, anthropic);
    expect(third.connection?.credentials.setAt).not.toBe("2026-01-01T00:00:00.000Z");
  });

  it("make a model of each provider and each form of credentials", async () => {
    const pair = { form: "access-key", accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret-access-key" } as const;
    const bedrock = { provider: "bedrock", model: "amazon.nova-lite-v1:0", region: "eu-central-1" } as const;
    const inputs: SaveModelInput[] = [
      anthropic,
      { ...anthropic, provider: "openai", model: "gpt-5-mini" },
      { ...anthropic, provider: "gemini", model: "gemini-2.5-flash" },
      { ...bedrock, credentials: pair },
      { ...bedrock, credentials: { ...pair, sessionToken: "session-token" } },
      { ...bedrock, credentials: { form: "key", key } },
      { provider: "openai-compatible", model: "llama3.2:3b", address: "http://localhost:11434/v1" },
    ];
    for (const input of inputs) {
      await saveModelSettings(ctx, input);
      expect(await languageModel(ctx)).toMatchObject({ modelId: input.model });
    }
  });

  it.each([
    { ...anthropic, provider: "mainframe" },
    { ...anthropic, model: "" },
    { ...anthropic, model: "../secrets" },
    { ...anthropic, model: "a b" },
    { ...anthropic, credentials: { form: "key", key: "with space" } },
    { ...anthropic, credentials: { form: "none" } },
    { ...anthropic, credentials: { form: "access-key", accessKeyId: "a", secretAccessKey: "b" } },
    { ...anthropic, region: "us-east-1" },
    { ...anthropic, address: "ftp://example.com" },
    { ...anthropic, address: "https://user:pass@example.com" },
    { ...anthropic, address: "https://example.com/v1?key=1" },
    { ...anthropic, address: "https://example.com/(" },
    { ...anthropic, unknown: 1 },
    { provider: "openai-compatible", model: "m" },
    { provider: "bedrock", model: "m", credentials: { form: "key", key } },
    { provider: "bedrock", model: "m", region: "us-east-1.evil.example/", credentials: { form: "key", key } },
    { provider: "anthropic", model: "m" },
  ])("refuse %o", async (input) => {
    await expect(saveModelSettings(ctx, input)).rejects.toSatisfy((error) => {
      const { name, code } = error as { name: string; code?: string };
      return name === "ZodError" || code === "VALIDATION";
    });
    expect((await getModelSettings(ctx)).connection).toBeNull();
  });

  it.each([
    "http://169.254.169.254",
    "http://2852039166",
    "http://[::ffff:a9fe:a9fe]",
    "http://metadata.google.internal.",
  ])("refuse the metadata address %s", async (address) => {
    const draft = { provider: "openai-compatible", model: "m", address };
    await expect(saveModelSettings(ctx, draft)).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await testModel(ctx, { draft })).toMatchObject({ ok: false, kind: "wrong-address" });
  });

  it("belong to those who may change them; others see them, without permission nobody does", async () => {
    await saveModelSettings(ctx, anthropic);
    const reader = { ...ctx, permissions: new Set(["model:read"] as const) };
    expect(await getModelSettings(reader)).toMatchObject({ canWrite: false, connection: { provider: "anthropic" } });
    for (const attempt of [saveModelSettings(reader, anthropic), removeModelSettings(reader), testModel(reader, {})]) {
      await expect(attempt).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    await expect(getModelSettings({ ...ctx, permissions: new Set() })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await getModelSettings(await getCtx())).connection).toBeNull();
  });

  it("are set once when two people set them up at the same time", async () => {
    const results = await Promise.allSettled([1, 2, 3].map(() => saveModelSettings(ctx, anthropic)));
    expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "CONFLICT" });
    }
    expect(await languageModel(ctx)).toBeDefined();
  });
});

describeOnDatabases("a test of the model", (getCtx) => {
  let ctx: Ctx;
  let server: ChatServer;
  beforeAll(async () => {
    server = await startChatServer();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    ctx = await getCtx();
    server.requests.length = 0;
    server.answer = () => ({ say: "ready" });
  });
  const draft = (): SaveModelInput => ({
    provider: "openai-compatible",
    model: "small",
    address: server.address,
    credentials: { form: "key", key },
  });

  it("asks the stored model, with its key, once", async () => {
    await expect(testModel(ctx, {})).rejects.toMatchObject({ code: "PRECONDITION" });
    await saveModelSettings(ctx, draft());
    expect(await testModel(ctx, {})).toEqual({ ok: true, durationMs: expect.any(Number) });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ path: "/v1/chat/completions", body: { model: "small" } });
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${key}`);
  });

  it("tries a draft without storing it, and without a key where there is none", async () => {
    const { credentials: _, ...open } = draft();
    expect(await testModel(ctx, { draft: open })).toMatchObject({ ok: true });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
    expect((await getModelSettings(ctx)).connection).toBeNull();
    server.answer = () => ({ status: 401, json: {} });
    expect(await testModel(ctx, { draft: open })).toMatchObject({ message: expect.stringContaining("asks for a key") });
  });

  it.each([
    [
      "wrong-key",
      { status: 401, json: { error: { message: `Incorrect API key provided: ${key}` } } },
      /does not accept the key/,
    ],
    ["unknown-model", { status: 404, json: { error: { message: 'model "small" not found' } } }, /no model small/],
    ["wrong-address", { status: 404, text: "<h1>Not found</h1>" }, /usually ends in \/v1/],
    ["wrong-address", { status: 200, text: "<h1>Welcome</h1>" }, /usually ends in \/v1/],
    ["wrong-address", { status: 302, headers: { location: "http://169.254.169.254/" } }, /sends requests on/],
    ["rate-limit", { status: 429, json: { error: { message: "Slow down" } } }, /Wait a minute/],
    ["payment", { status: 429, json: { error: { message: "You exceeded your current quota" } } }, /quota/],
    ["unavailable", { status: 503, json: { error: { message: "Overloaded" } } }, /Try again later.*Overloaded/],
    ["refused", { status: 400, json: { error: { message: `strange ${key}` } } }, /strange \[redacted\]/],
  ] as const)("says %s for %o", async (kind, answer, message) => {
    server.answer = () => answer;
    const result = await testModel(ctx, { draft: draft() });
    expect(result).toMatchObject({ ok: false, kind, message: expect.stringMatching(message) });
    expect(JSON.stringify(result)).not.toContain(key);
    expect(server.requests).toHaveLength(1);
  });

  it("says that nothing answers, and stops with its caller", async () => {
    const gone = await startChatServer();
    await gone.close();
    const closed = { ...draft(), address: gone.address };
    expect(await testModel(ctx, { draft: closed })).toMatchObject({ ok: false, kind: "unreachable" });
    server.answer = () => "silence";
    const timed = { ...ctx, signal: AbortSignal.timeout(200) };
    expect(await testModel(timed, { draft: draft() })).toMatchObject({ ok: false, kind: "timeout" });
    const left = new AbortController();
    const asked = testModel({ ...ctx, signal: left.signal }, { draft: draft() });
    setTimeout(() => left.abort(), 200);
    expect(await asked).toMatchObject({ ok: false, kind: "cancelled" });
  });

  it("is not repeated without end", async () => {
    const attempts = Array.from({ length: 30 }, () => testModel(ctx, { draft: draft() }));
    const results = await Promise.allSettled(attempts);
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused.length).toBe(10);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: "LIMIT" });
  });
});
