import type { FeatureFacts } from "../../engine/feature";
import type { AiProvider, ScaffoldConfig, VariableSpec } from "../../schema";

/** What is off without the variables of the model, in the words of each template. */
function aiFeatureName({ aiTemplate }: Pick<ScaffoldConfig, "aiTemplate">): string {
  return featureNames[aiTemplate];
}

const featureNames = {
  none: "AI",
  chatbot: "Chat",
  rag: "Answers",
  agent: "Agent",
  structured: "Extraction",
} satisfies Record<ScaffoldConfig["aiTemplate"], string>;

type Setting = Omit<VariableSpec, "feature">;
type Given = Pick<VariableSpec, "key" | "description"> & Partial<Setting>;

const setting = (given: Given): Setting => ({
  kind: "string",
  required: true,
  sensitive: false,
  public: false,
  source: "user",
  skippableLocally: true,
  aliases: [],
  ...given,
});

const secret = (given: Given): Setting => setting({ kind: "secret", sensitive: true, ...given });

const model = (key: string, description: string, example: string, defaultValue: string): Setting =>
  setting({ key, required: false, description, example, defaultValue });

const gateway = (key: string, api: string, path: string): Setting =>
  setting({
    key,
    kind: "url",
    required: false,
    description: `Another address of the ${api} API, such as a gateway${path === "" ? "" : `; its path ends in ${path}`}.`,
    example: `https://gateway.example.com${path}`,
  });

/** The model that answers while its variable is not set. */
export const defaultModels = {
  anthropic: "claude-sonnet-5-5",
  openai: "gpt-5.4-mini",
  gemini: "gemini-3.8-flash",
  bedrock: "us.anthropic.claude-sonnet-5-5",
} as const;

const bedrock: Setting[] = [
  setting({
    key: "AWS_REGION",
    description: "The AWS region whose Amazon Bedrock answers.",
    example: "us-east-1",
    rule: "aws-region",
    aliases: ["AWS_DEFAULT_REGION"],
  }),
  secret({
    key: "AWS_BEARER_TOKEN_BEDROCK",
    description: "API key of Amazon Bedrock. AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY does instead.",
    example: "ABSK...",
    rule: "bedrock-api-key",
    alternatives: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
  }),
  setting({
    key: "AWS_ACCESS_KEY_ID",
    required: false,
    description: "Access key id of an IAM user that may invoke Bedrock models, where there is no Bedrock API key.",
    example: "AKIA...",
    rule: "aws-access-key-id",
  }),
  secret({
    key: "AWS_SECRET_ACCESS_KEY",
    required: false,
    description: "The secret of that access key.",
    rule: "aws-secret-access-key",
  }),
  secret({
    key: "AWS_SESSION_TOKEN",
    required: false,
    description: "Session token that comes with a temporary access key.",
  }),
  model(
    "BEDROCK_MODEL",
    "The model or inference profile that answers; your account must have it in AWS_REGION.",
    "eu.anthropic.claude-sonnet-5-5",
    defaultModels.bedrock,
  ),
  gateway("BEDROCK_BASE_URL", "Amazon Bedrock", ""),
];

const variablesByProvider: Record<AiProvider, Setting[]> = {
  anthropic: [
    secret({
      key: "ANTHROPIC_API_KEY",
      description: "Key of the Anthropic API, from its console.",
      example: "sk-ant-api03-...",
      rule: "anthropic-api-key",
      aliases: ["CLAUDE_API_KEY"],
    }),
    model("ANTHROPIC_MODEL", "The Claude model that answers.", "claude-opus-5-5", defaultModels.anthropic),
    gateway("ANTHROPIC_BASE_URL", "Anthropic", "/v1"),
  ],
  openai: [
    secret({
      key: "OPENAI_API_KEY",
      description: "Key of the OpenAI API, from its console.",
      example: "sk-proj-...",
      rule: "openai-api-key",
      aliases: ["OPENAI_KEY"],
    }),
    model("OPENAI_MODEL", "The OpenAI model that answers.", "gpt-5.5", defaultModels.openai),
    gateway("OPENAI_BASE_URL", "OpenAI", "/v1"),
  ],
  bedrock,
  gemini: [
    secret({
      key: "GOOGLE_GENERATIVE_AI_API_KEY",
      description: "Key of the Gemini API, from Google AI Studio.",
      example: "AIza...",
      rule: "google-ai-api-key",
      aliases: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
    }),
    model("GEMINI_MODEL", "The Gemini model that answers.", "gemini-3.1-pro-preview", defaultModels.gemini),
    gateway("GEMINI_BASE_URL", "Gemini", "/v1beta"),
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
    secret({
      key: "OPENAI_COMPATIBLE_API_KEY",
      required: false,
      description: "Key of that server; many local ones need none.",
      example: "sk-local",
    }),
  ],
};

export const aiFacts: FeatureFacts = {
  id: "ai",
  isChosen: (config) => config.aiTemplate !== "none",
  variables: (config) => {
    const feature = aiFeatureName(config);
    return variablesByProvider[config.aiProvider].map((variable) => ({ ...variable, feature }));
  },
};
