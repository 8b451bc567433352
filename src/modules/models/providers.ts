import type { ModelProvider } from "./schema";

interface ProviderFacts {
  label: string;
  /** Where its API is; null where the owner names the address, or the region makes it. */
  address: string | null;
  /** A model it has, as an example of how names look there. */
  exampleModel: string;
  /** Where a key is made, in words. */
  keySource: string;
}

/** What people need to know to set up each provider. */
export const modelProviders: Record<ModelProvider, ProviderFacts> = {
  anthropic: {
    label: "Anthropic",
    address: "https://api.anthropic.com/v1",
    exampleModel: "claude-haiku-4-5",
    keySource: "From the API keys page of the Claude Console.",
  },
  openai: {
    label: "OpenAI",
    address: "https://api.openai.com/v1",
    exampleModel: "gpt-5-mini",
    keySource: "From the API keys page of the OpenAI platform.",
  },
  gemini: {
    label: "Google Gemini",
    address: "https://generativelanguage.googleapis.com/v1beta",
    exampleModel: "gemini-2.5-flash",
    keySource: "From Google AI Studio.",
  },
  bedrock: {
    label: "Amazon Bedrock",
    address: null,
    exampleModel: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    keySource: "A Bedrock API key from the AWS console.",
  },
  "openai-compatible": {
    label: "OpenAI-compatible",
    address: null,
    exampleModel: "llama3.2",
    keySource: "Leave it empty when the server asks for none, as Ollama and LM Studio do.",
  },
};
