import type { FeatureFacts } from "../../engine/feature";
import type { AiProvider, VariableSpec } from "../../schema";

type Given = Pick<VariableSpec, "key" | "description"> & Partial<VariableSpec>;

const setting = (given: Given): VariableSpec => ({
  kind: "string",
  required: true,
  sensitive: false,
  public: false,
  source: "user",
  skippableLocally: true,
  aliases: [],
  feature: "Chat",
  ...given,
});

const apiKey = (given: Given): VariableSpec => setting({ kind: "secret", sensitive: true, ...given });

const gateway = (key: string, api: string): VariableSpec =>
  setting({
    key,
    kind: "url",
    required: false,
    description: `Another address of the ${api} API, such as a gateway; its path ends in /v1.`,
    example: "https://gateway.example.com/v1",
  });

const variablesByProvider: Record<AiProvider, VariableSpec[]> = {
  anthropic: [
    apiKey({
      key: "ANTHROPIC_API_KEY",
      description: "Key of the Anthropic API, from its console.",
      example: "sk-ant-api03-...",
      rule: "anthropic-api-key",
      aliases: ["CLAUDE_API_KEY"],
    }),
    setting({
      key: "ANTHROPIC_MODEL",
      required: false,
      description: "The Claude model that answers.",
      example: "claude-opus-5-5",
      defaultValue: "claude-sonnet-5-5",
    }),
    gateway("ANTHROPIC_BASE_URL", "Anthropic"),
  ],
  openai: [
    apiKey({
      key: "OPENAI_API_KEY",
      description: "Key of the OpenAI API, from its console.",
      example: "sk-proj-...",
      rule: "openai-api-key",
      aliases: ["OPENAI_KEY"],
    }),
    setting({
      key: "OPENAI_MODEL",
      required: false,
      description: "The OpenAI model that answers.",
      example: "gpt-5.5",
      defaultValue: "gpt-5.4-mini",
    }),
    gateway("OPENAI_BASE_URL", "OpenAI"),
  ],
  "openai-compatible": [
    setting({
      key: "OPENAI_COMPATIBLE_BASE_URL",
      kind: "url",
      description: "Address of a server that speaks the OpenAI protocol; its path usually ends in /v1.",
      example: "http://localhost:11434/v1",
      aliases: ["OPENAI_API_BASE"],
    }),
    setting({
      key: "OPENAI_COMPATIBLE_MODEL",
      description: "Name of a model that server offers.",
      example: "llama3.2",
    }),
    apiKey({
      key: "OPENAI_COMPATIBLE_API_KEY",
      required: false,
      description: "Key of that server; many local ones need none.",
      example: "sk-local",
    }),
  ],
};

export const chatbotFacts: FeatureFacts = {
  id: "chatbot",
  isChosen: (config) => config.aiTemplate === "chatbot",
  variables: (config) => variablesByProvider[config.aiProvider],
};
