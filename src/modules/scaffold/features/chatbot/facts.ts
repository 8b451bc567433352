import type { FeatureFacts } from "../../engine/feature";
import type { AiProvider, VariableSpec } from "../../schema";

const shared = {
  required: true,
  public: false,
  source: "user",
  skippableLocally: true,
  aliases: [],
  feature: "Chat",
} as const;
const open = { ...shared, kind: "string", sensitive: false, aliases: [] } as const;

const apiKey = { ...shared, kind: "secret", sensitive: true, aliases: [] } as const;

const variablesByProvider: Record<AiProvider, VariableSpec[]> = {
  anthropic: [
    {
      ...apiKey,
      aliases: ["CLAUDE_API_KEY"],
      key: "ANTHROPIC_API_KEY",
      description: "Key of the Anthropic API, from its console.",
      example: "sk-ant-api03-...",
      rule: "anthropic-api-key",
    },
    {
      ...open,
      aliases: [],
      key: "ANTHROPIC_MODEL",
      required: false,
      description: "The Claude model that answers.",
      example: "claude-opus-5-5",
      defaultValue: "claude-sonnet-5-5",
    },
    {
      ...open,
      aliases: [],
      key: "ANTHROPIC_BASE_URL",
      kind: "url",
      required: false,
      description: "Another address of the Anthropic API, such as a gateway; its path ends in /v1.",
      example: "https://gateway.example.com/v1",
    },
  ],
  openai: [
    {
      ...apiKey,
      aliases: ["OPENAI_KEY"],
      key: "OPENAI_API_KEY",
      description: "Key of the OpenAI API, from its console.",
      example: "sk-proj-...",
      rule: "openai-api-key",
    },
    {
      ...open,
      aliases: [],
      key: "OPENAI_MODEL",
      required: false,
      description: "The OpenAI model that answers.",
      example: "gpt-5.5",
      defaultValue: "gpt-5.4-mini",
    },
    {
      ...open,
      aliases: [],
      key: "OPENAI_BASE_URL",
      kind: "url",
      required: false,
      description: "Another address of the OpenAI API, such as a gateway; its path ends in /v1.",
      example: "https://gateway.example.com/v1",
    },
  ],
  "openai-compatible": [
    {
      ...open,
      aliases: ["OPENAI_API_BASE"],
      key: "OPENAI_COMPATIBLE_BASE_URL",
      kind: "url",
      description: "Address of a server that speaks the OpenAI protocol; its path usually ends in /v1.",
      example: "http://localhost:11434/v1",
    },
    {
      ...open,
      aliases: [],
      key: "OPENAI_COMPATIBLE_MODEL",
      description: "Name of a model that server offers.",
      example: "llama3.2",
    },
    {
      ...apiKey,
      aliases: [],
      key: "OPENAI_COMPATIBLE_API_KEY",
      required: false,
      description: "Key of that server; many local ones need none.",
      example: "sk-local",
    },
  ],
};

export const chatbotFacts: FeatureFacts = {
  id: "chatbot",
  isChosen: (config) => config.aiTemplate === "chatbot",
  variables: (config) => variablesByProvider[config.aiProvider],
};
