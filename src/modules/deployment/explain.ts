import { explainModelFailure, languageModel } from "@/modules/models";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { listEvents } from "@/server/runs";
import { type RateLimit, rateLimiter } from "@/server/web/rate-limit";
import { failurePrompt, instructions } from "./failures/model-prompt";
import { getDeployment } from "./queries";
import { DeploymentRef, type FailureExplanation } from "./schema";

const answerSeconds = 60;
const maxOutputTokens = 1_000;
/** Events from the end that are looked through for lines of the log. */
const lastEvents = 500;
const limit: RateLimit = { name: "explain-failure", max: 20, windowSeconds: 600 };

/**
 * Asks the organization's model why a deployment failed. Nothing of the answer is applied. A model that fails is an
 * answer, not an exception. Throws PRECONDITION without a model or a failure, LIMIT when asked too often.
 */
export async function explainFailure(ctx: Ctx, input: DeploymentRef): Promise<FailureExplanation> {
  requirePermission(ctx, "deployment:read");
  const { id } = DeploymentRef.parse(input);
  const detail = await getDeployment(ctx, { id });
  const { error } = detail;
  if (!error) throw new AppError("PRECONDITION", "This deployment did not fail, so there is nothing to explain.");
  const model = await languageModel(ctx);
  if (!model) {
    throw new AppError("PRECONDITION", "No model is set up to ask. Enter one under Settings > AI, then ask again.");
  }
  rateLimiter.count(limit, ctx.orgId, ctx.now());
  const prompt = failurePrompt({ ...detail, error }, await readTail(ctx, id, detail.eventCount));
  const name = typeof model === "string" ? model : model.modelId;
  // Before the call: that text of the log left Berth is worth knowing also when no answer came.
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "deployment.explained",
      targetKind: "deployment",
      targetId: id,
      details: { model: name, characters: prompt.length },
    }),
  );
  try {
    const { generateText } = await import("ai");
    const abortSignal = AbortSignal.any([ctx.signal, AbortSignal.timeout(answerSeconds * 1000)]);
    const { text } = await generateText({
      model,
      instructions,
      prompt,
      maxOutputTokens,
      maxRetries: 1,
      abortSignal,
    });
    const said = text.trim();
    if (said === "")
      return { ok: false, message: `${name} answered without a word. Ask again, or choose another model.` };
    return { ok: true, text: said, model: name };
  } catch (cause) {
    const { kind, message } = await explainModelFailure(ctx, cause);
    ctx.log.info({ model: name, kind }, "The model did not explain a failure");
    return { ok: false, message };
  }
}

/** The last lines of the log as they were stored: without the values of the deployment's secrets. */
async function readTail(ctx: Ctx, id: string, eventCount: number): Promise<string[]> {
  const events = await listEvents(ctx, id, { after: Math.max(0, eventCount - lastEvents), limit: lastEvents });
  return events.flatMap(({ kind, line }) => (kind === "log" && line !== undefined ? [line] : []));
}
