import { type ModelConnection, type ModelProvider, SaveModel, type SaveModelInput } from "../schema";

/** What the form holds: every field as typed, also those the chosen provider does not show. */
export interface ModelDraft {
  provider: ModelProvider;
  model: string;
  address: string;
  region: string;
  form: "key" | "access-key";
  key: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** Whether a new key is being entered in place of the stored one. */
  isReplacing: boolean;
}

/** A field of the form and what is wrong with it. */
export type DraftProblems = Partial<Record<string, string>>;

/** The form for a stored connection, or for a first one. Of a stored key it holds nothing. */
export function draftOf(connection: ModelConnection | null): ModelDraft {
  return {
    provider: connection?.provider ?? "anthropic",
    model: connection?.model ?? "",
    address: connection?.address ?? "",
    region: connection?.region ?? "",
    form: connection?.credentials.form === "access-key" ? "access-key" : "key",
    key: "",
    accessKeyId: "",
    secretAccessKey: "",
    sessionToken: "",
    isReplacing: false,
  };
}

/** Whether the stored key goes on serving what the form describes; any other place needs a key of its own. */
export function keepsKey(draft: ModelDraft, connection: ModelConnection | null): boolean {
  if (!connection || connection.credentials.form === "none" || draft.isReplacing) return false;
  const { provider, address, region } = placeOf(draft);
  return provider === connection.provider && address === connection.address && region === connection.region;
}

/** The form as the server takes it; without credentials where the stored ones are kept. */
export function toInput(draft: ModelDraft, connection: ModelConnection | null): SaveModelInput {
  const place = { ...placeOf(draft), model: draft.model };
  return keepsKey(draft, connection) ? place : { ...place, credentials: credentialsOf(draft) };
}

/** What is wrong with the form, by field; empty when it can be sent. */
export function problemsOf(input: SaveModelInput): DraftProblems {
  const parsed = SaveModel.safeParse(input);
  const issues = parsed.error?.issues.toReversed() ?? [];
  return Object.fromEntries(issues.map(({ path, message }) => [String(path.at(-1) ?? "form"), message]));
}

function placeOf({ provider, address, region }: ModelDraft) {
  const isBedrock = provider === "bedrock";
  return {
    provider,
    address: isBedrock ? null : address.trim().replace(/\/+$/, "") || null,
    region: isBedrock ? region.trim() || null : null,
  };
}

function credentialsOf(draft: ModelDraft): SaveModelInput["credentials"] {
  const { provider, form, key, accessKeyId, secretAccessKey, sessionToken } = draft;
  if (provider === "openai-compatible" && key.trim() === "") return { form: "none" };
  if (provider !== "bedrock" || form === "key") return { form: "key", key };
  return { form, accessKeyId, secretAccessKey, ...(sessionToken.trim() && { sessionToken }) };
}
