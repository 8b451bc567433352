import { AppError } from "@/server/errors";
import { redactKnown } from "@/server/redact";
import type { Connection } from "./connect";
import { modelProviders } from "./providers";
import type { CredentialForm, ModelFailureKind } from "./schema";

export interface ModelFailure {
  kind: ModelFailureKind;
  message: string;
}

type Target = Pick<Connection, "provider" | "model" | "address"> & { credentials?: { form: CredentialForm } };

/** What an error of a model call means to the person who set the model up: what happened and what to do. */
export function describeFailure(error: unknown, target: Target): ModelFailure {
  if (AppError.is(error)) return { kind: "wrong-address", message: redactKnown(error.message) };
  const kind = kindOf(error);
  return { kind, message: redactKnown(`${sentenceOf(kind, target)}${quoteOf(kind, error)}`) };
}

const refusedKey = /api.?key.{0,20}(not valid|invalid|incorrect)|(invalid|incorrect).{0,20}api.?key/i;
const noCredit = /current quota|credit balance|insufficient.{0,20}(quota|credit|balance)|billing/i;
const missingModel =
  /models?\b.{0,120}\b(not found|not exist|unknown|invalid|not available|not supported)|(unknown|invalid|no such) model/i;

function kindOf(error: unknown): ModelFailureKind {
  const name = textOf(error, "name");
  if (name === "TimeoutError") return "timeout";
  if (name === "AbortError") return "cancelled";
  const status = property(error, "statusCode");
  if (typeof status !== "number") return isNetworkError(error) ? "unreachable" : "wrong-address";
  const said = textOf(error, "message");
  if (status === 401 || refusedKey.test(said)) return "wrong-key";
  if (status === 402 || noCredit.test(said)) return "payment";
  if (status === 429) return "rate-limit";
  if (missingModel.test(said)) return "unknown-model";
  if (status === 403) return "wrong-key";
  if (status === 404) return isJson(textOf(error, "responseBody")) ? "unknown-model" : "wrong-address";
  if (status === 405 || status < 400) return "wrong-address";
  return status >= 500 ? "unavailable" : "refused";
}

function sentenceOf(kind: ModelFailureKind, { provider, model, address, credentials }: Target): string {
  const { label } = modelProviders[provider];
  const place = address ?? label;
  if (kind === "wrong-key" && credentials?.form === "none") return `${place} asks for a key. Enter one.`;
  const sentences: Record<ModelFailureKind, string> = {
    "wrong-key": `${place} does not accept the key. Check that it is whole, was made for this provider and may use ${model}.`,
    "unknown-model": `${place} has no model ${model} for this key. Check its name in the provider's list.`,
    unreachable: `${place} could not be reached. Check the address, that the server runs, and that this machine may reach it.`,
    timeout: `${place} did not answer in time. Try again; a model that is just being loaded can take longer.`,
    "rate-limit": `${place} limits how often it is asked, and the limit is reached. Wait a minute, then try again.`,
    payment: `${place} wants credit or a higher quota on the account before it answers.`,
    "wrong-address": `${place} answers, but not with the ${label} API. ${addressHint(provider)}`,
    refused: `${place} refused the request.`,
    unavailable: `${place} failed on its side. Try again later.`,
    cancelled: "The request was cancelled.",
  };
  return sentences[kind];
}

function addressHint(provider: Target["provider"]): string {
  return provider === "openai-compatible" ? "Its address usually ends in /v1." : "Check the address.";
}

/** What the other side said, where that adds something. Of a refused key it may repeat the key. */
function quoteOf(kind: ModelFailureKind, error: unknown): string {
  if (!["unknown-model", "payment", "refused", "unavailable"].includes(kind)) return "";
  const said = textOf(error, "message").replace(/\s+/g, " ").trim();
  return said === "" ? "" : ` It said: “${said.length > 200 ? `${said.slice(0, 199)}…` : said}”`;
}

function isNetworkError(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = textOf(at, "code");
    if (/^(E[A-Z]{3,}|UND_ERR_.+|CERT_.+|DEPTH_ZERO_.+|SELF_SIGNED.+|UNABLE_TO_.+)$/.test(code)) return true;
  }
  return /cannot connect|fetch failed/i.test(textOf(error, "message"));
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

function textOf(value: unknown, key: string): string {
  const text = property(value, key);
  return typeof text === "string" ? text : "";
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
