import { explainModelFailure, languageModel } from "@/modules/models";
import { listProjects } from "@/modules/projects";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { type RateLimit, rateLimiter } from "@/server/web/rate-limit";
import { resolveConfig } from "../rules";
import { ScaffoldConfig } from "../schema";
import { freeName } from "../ui/wizard-query";
import { askModel, type ModelAnswer } from "./ask-model";
import { matchKeywords } from "./keywords";
import { nameFrom, toName } from "./name";
import { choicesOf, repairNotes } from "./notes";
import { type DescribedStack, DescribeStack } from "./schema";

const deadlineSeconds = 20;
const limit: RateLimit = { name: "describe", max: 30, windowSeconds: 60 };

const nothingNamed =
  "No word in it names a choice. Name what the app needs, such as Postgres, sign-in, payments or a chat.";

interface Reading extends ModelAnswer {
  source: DescribedStack["source"];
  /** Who or what read it: "Chosen by claude-haiku-4-5". */
  reader: string;
  /** Why it was not the model, where there is one. */
  excuse?: string;
}

/** A sentence as a configuration: by the organization's model, else by keywords. Creates and deploys nothing. */
export async function describeStack(ctx: Ctx, input: unknown): Promise<DescribedStack> {
  requirePermission(ctx, "project:write");
  const { text, name: fallback = "" } = DescribeStack.parse(input);
  rateLimiter.count(limit, ctx.orgId, ctx.now());
  const reading = (await readByModel(ctx, text)) ?? readByKeywords(text);
  const { choices, source, notOffered } = reading;
  const name = await chooseName(ctx, toName(reading.name ?? "") ?? nameFrom(text), fallback);
  const stated = ScaffoldConfig.parse({ name, ...choices });
  const { config, applied } = resolveConfig(stated);
  const isUnderstood = Object.keys(choices).length > 0;
  const notes = [
    ...(reading.excuse ? [`${reading.excuse} So keywords were used instead.`] : []),
    ...(isUnderstood ? [`${reading.reader}: ${choicesOf(config)}.`] : [nothingNamed]),
    ...repairNotes(stated, config, applied),
    ...(notOffered.length > 0 ? [`Not offered: ${notOffered.join(", ")}.`] : []),
  ];
  return { config, source, isUnderstood, applied, notes };
}

/** Undefined without a model; with one that fails, the keywords and a note that says so. */
async function readByModel(ctx: Ctx, text: string): Promise<Reading | undefined> {
  try {
    const model = await languageModel(ctx);
    if (!model) return undefined;
    const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(deadlineSeconds * 1000)]);
    const answer = await askModel(model, text, signal);
    const modelId = typeof model === "string" ? model : model.modelId;
    return { ...answer, source: "model", reader: `Chosen by ${modelId}` };
  } catch (error) {
    const reason = AppError.is(error) ? error.message : (await explainModelFailure(ctx, error)).message;
    ctx.log.warn({ reason }, "The model could not describe a stack");
    return { ...readByKeywords(text), excuse: reason };
  }
}

function readByKeywords(text: string): Reading {
  const { choices, phrases, notOffered } = matchKeywords(text);
  const quoted = phrases.map((phrase) => `“${phrase}”`).join(", ");
  return { name: undefined, choices, notOffered, source: "keywords", reader: `Matched by the keywords ${quoted}` };
}

/** A name no project has; the one the wizard showed when the sentence gives none. */
async function chooseName(ctx: Ctx, wanted: string | undefined, fallback: string): Promise<string> {
  if (!wanted) return toName(fallback) ?? "my-app";
  const taken = await listProjects(ctx);
  return freeName(
    taken.map(({ name }) => name),
    wanted,
  );
}
