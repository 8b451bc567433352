import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { saveModelSettings } from "@/modules/models";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnDatabases } from "@/server/testing";
import { type ChatServer, startChatServer } from "@/server/testing/chat-server";
import { parseConfig } from "../config";
import { describeStack } from "./describe-stack";

const sentence = "a paid newsletter with Postgres and an AI editor";
const answer = {
  name: "Ink & Post",
  framework: "next",
  database: "none",
  auth: "nextauth",
  authProviders: [],
  aiTemplate: "chatbot",
  aiProvider: "openai-compatible",
  extras: ["payments", "email"],
  packageManager: "npm",
  notOffered: ["a print shop"],
};

describeOnDatabases("describeStack", (getCtx) => {
  let ctx: Ctx;
  let server: ChatServer;
  beforeAll(async () => {
    server = await startChatServer();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    ctx = await getCtx();
    server.requests.length = 0;
  });
  const useModel = () =>
    saveModelSettings(ctx, { provider: "openai-compatible", model: "small", address: server.address });

  it("matches keywords where there is no model", async () => {
    const described = await describeStack(ctx, { text: sentence });
    expect(described).toMatchObject({
      source: "keywords",
      isUnderstood: true,
      config: { name: "paid-newsletter", database: "drizzle-postgres", extras: ["email", "payments"] },
      applied: [],
    });
    expect(described.notes[0]).toEqual(
      expect.stringMatching(
        /^Matched by the keywords “paid”, “newsletter”, “Postgres”, “AI editor”: Next\.js, PostgreSQL/,
      ),
    );
    expect(parseConfig(described.config)).toEqual(described.config);
  });

  it("asks the model with a schema, and repairs its answer by the rules", async () => {
    await useModel();
    server.answer = () => ({ say: JSON.stringify(answer) });
    const described = await describeStack(ctx, { text: sentence });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.body.response_format).toMatchObject({ type: "json_schema" });
    expect(described).toMatchObject({
      source: "model",
      config: { name: "ink-post", auth: "nextauth", authProviders: ["credentials"], database: "drizzle-postgres" },
      applied: ["auth-needs-provider", "credentials-need-database"],
    });
    expect(described.notes.join("\n")).toMatch(
      /^Chosen by small: .+\nSet by the rules: Database PostgreSQL.+\(Rule credentials-need-database\.\)/s,
    );
    expect(described.notes.at(-1)).toBe("Not offered: a print shop.");
  });

  it("keeps what the catalog knows of an answer with a wrong word, and reads one inside other words", async () => {
    await useModel();
    const loose = { ...answer, framework: "rails", extras: ["email", "stripe"], packageManager: undefined };
    server.answer = () => ({ say: `Here it is:\n\`\`\`json\n${JSON.stringify(loose)}\n\`\`\`` });
    expect(await describeStack(ctx, { text: sentence })).toMatchObject({
      source: "model",
      config: { framework: "next", extras: ["email"], packageManager: "npm" },
    });
  });

  it("asks again in plain words where the server knows no structured output", async () => {
    await useModel();
    server.answer = ({ body }) =>
      body.response_format
        ? { status: 400, json: { error: { message: "response_format is not supported" } } }
        : { say: JSON.stringify(answer) };
    expect(await describeStack(ctx, { text: sentence })).toMatchObject({
      source: "model",
      config: { name: "ink-post" },
    });
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ["a missing key", { status: 401, json: { error: { message: "no" } } }, /asks for a key/],
    ["prose", { say: "I would take Postgres." }, /did not answer with a configuration/],
    ["an empty object", { say: "{}" }, /did not answer with a configuration/],
    ["a page", { status: 200, text: "<h1>Hi</h1>" }, /not with the OpenAI-compatible API/],
  ] as const)("falls back to keywords on %s, and says why", async (_, reply, reason) => {
    await useModel();
    server.answer = () => reply;
    const described = await describeStack(ctx, { text: sentence });
    expect(described).toMatchObject({ source: "keywords", config: { database: "drizzle-postgres" } });
    expect(described.notes[0]).toMatch(reason);
    expect(described.notes[0]).toMatch(/So keywords were used instead\.$/);
  });

  it("stops asking when its caller has left", async () => {
    await useModel();
    server.answer = () => "silence";
    const left = new AbortController();
    const asked = describeStack({ ...ctx, signal: left.signal }, { text: sentence });
    setTimeout(() => left.abort(), 200);
    expect(await asked).toMatchObject({ source: "keywords" });
  });

  it("gives a name no project has, and keeps the given one where the sentence has none", async () => {
    await createProject(ctx, { name: "paid-newsletter" });
    expect((await describeStack(ctx, { text: sentence })).config.name).toBe("paid-newsletter-2");
    expect((await describeStack(ctx, { text: "日本語", name: "my-app-3" })).config.name).toBe("my-app-3");
    expect((await describeStack(ctx, { text: "日本語", name: "../x" })).config.name).toBe("x");
  });

  it("says that it understood nothing", async () => {
    const described = await describeStack(ctx, { text: "something nice", name: "boat" });
    expect(described).toMatchObject({ isUnderstood: false, applied: [] });
    expect(described.notes).toEqual([expect.stringContaining("No word in it names a choice.")]);
  });

  it("refuses an empty or too long text, unknown fields, and who may not create", async () => {
    for (const input of [{ text: " " }, { text: "a".repeat(2001) }, { text: "a", deploy: true }, {}]) {
      await expect(describeStack(ctx, input)).rejects.toMatchObject({ name: "ZodError" });
    }
    const viewer = { ...ctx, permissions: new Set(["project:read", "model:read"] as const) };
    await expect(describeStack(viewer, { text: sentence })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
