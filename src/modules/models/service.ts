import type { LanguageModel } from "ai";
import { eq } from "drizzle-orm";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { type RateLimit, rateLimiter } from "@/server/web/rate-limit";
import { guardFetch, refuseMetadata } from "./addresses";
import { type Connection, connectModel } from "./connect";
import { hideCredentials, openCredentials, sealCredentials } from "./credentials";
import { describeFailure, type ModelFailure } from "./failures";
import {
  CredentialForm,
  type ModelConnection,
  type ModelCredentials,
  ModelProvider,
  type ModelSettings,
  type ModelTest,
  SaveModel,
  TestModel,
} from "./schema";
import { modelConnection } from "./tables";

type Row = typeof modelConnection.$inferSelect;

const testSeconds = 15;
const testLimit: RateLimit = { name: "model-test", max: 20, windowSeconds: 60 };

/** How the organization reaches its model, without its credentials. */
export async function getModelSettings(ctx: Ctx): Promise<ModelSettings> {
  requirePermission(ctx, "model:read");
  const row = await findRow(ctx);
  return { connection: row ? toConnection(row) : null, canWrite: ctx.permissions.has("model:write") };
}

/** Stores the connection. Credentials left out stay the stored ones; VALIDATION when those belong to another place. */
export async function saveModelSettings(ctx: Ctx, input: unknown): Promise<ModelSettings> {
  requirePermission(ctx, "model:write");
  const settings = SaveModel.parse(input);
  if (settings.address) refuseMetadata(settings.address);
  await inTransaction(ctx, async (tx) => {
    const existing = await findRow(tx, { lock: true });
    const isKept = settings.credentials === undefined;
    const credentials = settings.credentials ?? keptCredentials(tx, existing, settings);
    hideCredentials(credentials);
    const { provider, model, address, region } = settings;
    const place = { id: existing?.id ?? tx.newId(), orgId: tx.orgId, provider, address, region };
    const now = tx.now();
    const setAt = isKept && existing ? existing.credentialsSetAt : now;
    const values = { ...place, model, ...sealCredentials(tx, place, credentials), credentialForm: credentials.form };
    await writeRow(tx, existing, { ...values, credentialsSetAt: setAt, updatedAt: now });
    await recordAudit(tx, {
      action: "model.saved",
      targetKind: "model",
      targetId: place.id,
      details: { provider, model, address, region, credentials: isKept ? "kept" : credentials.form },
    });
  });
  return getModelSettings(ctx);
}

/** Forgets the connection and its credentials. NOT_FOUND when there is none. */
export async function removeModelSettings(ctx: Ctx): Promise<void> {
  requirePermission(ctx, "model:write");
  await inTransaction(ctx, async (tx) => {
    const [removed] = await tx.db
      .delete(modelConnection)
      .where(eq(modelConnection.orgId, tx.orgId))
      .returning({ id: modelConnection.id });
    if (!removed) throw new AppError("NOT_FOUND", "There is no model to remove. It may have been removed already.");
    await recordAudit(tx, { action: "model.removed", targetKind: "model", targetId: removed.id });
  });
}

/** Asks the model for one word: the connection given, or the stored one. A failure is an answer, not an exception. */
export async function testModel(ctx: Ctx, input: unknown): Promise<ModelTest> {
  requirePermission(ctx, "model:write");
  const { draft } = TestModel.parse(input);
  rateLimiter.count(testLimit, ctx.orgId, ctx.now());
  const row = await findRow(ctx);
  const connection = draft
    ? { ...draft, credentials: draft.credentials ?? keptCredentials(ctx, row, draft) }
    : row && openRow(ctx, row);
  if (!connection) throw new AppError("PRECONDITION", "No model is set up. Enter one first.");
  hideCredentials(connection.credentials);
  const startedAt = performance.now();
  try {
    const { generateText } = await import("ai");
    const model = await connectModel(connection, guardFetch(ctx.fetch));
    const abortSignal = AbortSignal.any([ctx.signal, AbortSignal.timeout(testSeconds * 1000)]);
    // 16 is the least some providers take.
    await generateText({
      model,
      prompt: "Answer with the word ready.",
      maxOutputTokens: 16,
      maxRetries: 0,
      abortSignal,
    });
    return { ok: true, durationMs: Math.round(performance.now() - startedAt) };
  } catch (error) {
    const failure = describeFailure(error, connection);
    ctx.log.info({ model: connection.model, kind: failure.kind }, "A test of the model failed");
    return { ok: false, ...failure };
  }
}

/** The organization's model for a verb that has checked its own permission; undefined when none is set up. */
export async function languageModel(ctx: Ctx): Promise<LanguageModel | undefined> {
  requirePermission(ctx, "model:read");
  const row = await findRow(ctx);
  return row && connectModel(openRow(ctx, row), guardFetch(ctx.fetch));
}

/** Why a call of the organization's model failed, for people. */
export async function explainModelFailure(ctx: Ctx, error: unknown): Promise<ModelFailure> {
  const { connection } = await getModelSettings(ctx);
  return describeFailure(error, connection ?? { provider: "openai-compatible", model: "", address: null });
}

async function findRow(ctx: Ctx, options: { lock?: boolean } = {}): Promise<Row | undefined> {
  const query = ctx.db.select().from(modelConnection).where(eq(modelConnection.orgId, ctx.orgId));
  const [row] = await (options.lock ? query.for("update") : query);
  return row;
}

async function writeRow(
  tx: Ctx,
  existing: Row | undefined,
  values: typeof modelConnection.$inferInsert,
): Promise<void> {
  if (existing) {
    await tx.db.update(modelConnection).set(values).where(eq(modelConnection.id, existing.id));
    return;
  }
  const [created] = await tx.db
    .insert(modelConnection)
    .values({ ...values, createdAt: tx.now() })
    .onConflictDoNothing({ target: modelConnection.orgId })
    .returning({ id: modelConnection.id });
  if (!created) throw new AppError("CONFLICT", "Somebody else set up a model just now. Reload the page to see it.");
}

/** The stored credentials, for the place they were given for: a key never follows a changed address on its own. */
function keptCredentials(ctx: Ctx, row: Row | undefined, next: SaveModel): ModelCredentials {
  const isSamePlace = row?.provider === next.provider && row.address === next.address && row.region === next.region;
  if (row && isSamePlace) return openRow(ctx, row).credentials;
  if (next.provider === "openai-compatible") return { form: "none" };
  const message = row
    ? "The stored key belongs to another provider or address, and is not sent anywhere else. Enter the key for this one."
    : "Enter the key.";
  throw new AppError("VALIDATION", message, { details: [{ path: "credentials", message }] });
}

function openRow(ctx: Ctx, row: Row): Connection {
  const credentials = openCredentials(ctx, row, row);
  const { model, address, region } = row;
  return { provider: ModelProvider.parse(row.provider), model, address, region, credentials };
}

function toConnection(row: Row): ModelConnection {
  return {
    provider: ModelProvider.parse(row.provider),
    model: row.model,
    address: row.address,
    region: row.region,
    credentials: { form: CredentialForm.parse(row.credentialForm), setAt: row.credentialsSetAt.toISOString() },
    updatedAt: row.updatedAt.toISOString(),
  };
}
