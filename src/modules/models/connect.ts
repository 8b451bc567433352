import type { LanguageModel } from "ai";
import { modelProviders } from "./providers";
import type { ModelCredentials, ModelProvider } from "./schema";

export interface Connection {
  provider: ModelProvider;
  model: string;
  address: string | null;
  region: string | null;
  credentials: ModelCredentials;
}

/**
 * The connection as a model of the AI SDK; its package loads on first use. Every setting is given, even an empty one:
 * what is left out the packages would read from Berth's own environment.
 */
export async function connectModel(connection: Connection, fetch: typeof globalThis.fetch): Promise<LanguageModel> {
  const { provider, model, credentials } = connection;
  const apiKey = credentials.form === "key" ? credentials.key : "";
  const baseURL = connection.address ?? modelProviders[provider].address ?? "";
  switch (provider) {
    case "anthropic":
      return (await import("@ai-sdk/anthropic")).createAnthropic({ apiKey, baseURL, fetch })(model);
    case "openai":
      return (await import("@ai-sdk/openai")).createOpenAI({ apiKey, baseURL, fetch })(model);
    case "gemini":
      return (await import("@ai-sdk/google")).createGoogle({ apiKey, baseURL, fetch })(model);
    case "openai-compatible": {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      return createOpenAICompatible({ name: "custom", apiKey, baseURL, fetch, supportsStructuredOutputs: true })(model);
    }
    case "bedrock":
      return connectBedrock(connection, apiKey, fetch);
  }
}

async function connectBedrock(
  { model, region, credentials }: Connection,
  apiKey: string,
  fetch: typeof globalThis.fetch,
): Promise<LanguageModel> {
  const { createAmazonBedrock } = await import("@ai-sdk/amazon-bedrock");
  const pair =
    credentials.form === "access-key"
      ? {
          accessKeyId: credentials.accessKeyId,
          secretAccessKey: credentials.secretAccessKey,
          sessionToken: credentials.sessionToken,
        }
      : {};
  const settings = { region: region ?? "", apiKey, fetch, ...pair, baseURL: bedrockAddress(region ?? "") };
  return createAmazonBedrock(settings)(model);
}

function bedrockAddress(region: string): string {
  const suffix = region.startsWith("cn-")
    ? "amazonaws.com.cn"
    : region.startsWith("eusc-")
      ? "amazonaws.eu"
      : "amazonaws.com";
  return `https://bedrock-runtime.${region}.${suffix}`;
}
