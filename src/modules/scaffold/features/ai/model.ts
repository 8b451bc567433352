import type { AiProvider, ScaffoldConfig } from "../../schema";
import { defaultModels } from "./facts";

/** Generated `src/ai/model.ts`: the one place that knows which model answers. */
export function modelModule({ aiProvider, aiTemplate }: ScaffoldConfig): string {
  return aiProvider === "openai-compatible" ? openaiCompatible(aiTemplate === "structured") : models[aiProvider];
}

const imports = `import type { LanguageModel } from "ai";
import { readVariable, requireVariable } from "@/env";
`;

const models: Record<Exclude<AiProvider, "openai-compatible">, string> = {
  anthropic: `import { createAnthropic } from "@ai-sdk/anthropic";
${imports}
/** The model that answers; another one is a matter of ANTHROPIC_MODEL. */
export function aiModel(): LanguageModel {
  const anthropic = createAnthropic({
    apiKey: requireVariable("ANTHROPIC_API_KEY"),
    baseURL: readVariable("ANTHROPIC_BASE_URL"),
  });
  return anthropic(readVariable("ANTHROPIC_MODEL") ?? "${defaultModels.anthropic}");
}
`,
  openai: `import { createOpenAI } from "@ai-sdk/openai";
${imports}
/** The model that answers; another one is a matter of OPENAI_MODEL. */
export function aiModel(): LanguageModel {
  const openai = createOpenAI({
    apiKey: requireVariable("OPENAI_API_KEY"),
    baseURL: readVariable("OPENAI_BASE_URL"),
  });
  return openai(readVariable("OPENAI_MODEL") ?? "${defaultModels.openai}");
}
`,
  gemini: `import { createGoogle } from "@ai-sdk/google";
${imports}
/** The model that answers; another one is a matter of GEMINI_MODEL. */
export function aiModel(): LanguageModel {
  const google = createGoogle({
    apiKey: requireVariable("GOOGLE_GENERATIVE_AI_API_KEY"),
    baseURL: readVariable("GEMINI_BASE_URL"),
  });
  return google(readVariable("GEMINI_MODEL") ?? "${defaultModels.gemini}");
}
`,
  bedrock: `import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
${imports}
/** The model that answers; another one is a matter of BEDROCK_MODEL. */
export function aiModel(): LanguageModel {
  const bedrock = createAmazonBedrock({
    region: requireVariable("AWS_REGION"),
    baseURL: readVariable("BEDROCK_BASE_URL"),
    ...credentials(),
  });
  return bedrock(readVariable("BEDROCK_MODEL") ?? "${defaultModels.bedrock}");
}

/** The API key of Bedrock, or else an access key of AWS. */
function credentials() {
  const apiKey = readVariable("AWS_BEARER_TOKEN_BEDROCK");
  if (apiKey !== undefined) return { apiKey };
  return {
    accessKeyId: requireVariable("AWS_ACCESS_KEY_ID"),
    secretAccessKey: requireVariable("AWS_SECRET_ACCESS_KEY"),
    sessionToken: readVariable("AWS_SESSION_TOKEN"),
  };
}
`,
};

function openaiCompatible(needsSchemas: boolean): string {
  const schemas = needsSchemas
    ? `\n    // Ollama, vLLM, LM Studio and llama.cpp keep to a JSON schema; without this line it would not be sent.
    supportsStructuredOutputs: true,`
    : "";
  return `import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
${imports}
/** The model that answers, on whatever server speaks the OpenAI protocol. */
export function aiModel(): LanguageModel {
  const provider = createOpenAICompatible({
    name: "openai-compatible",
    baseURL: requireVariable("OPENAI_COMPATIBLE_BASE_URL"),
    apiKey: readVariable("OPENAI_COMPATIBLE_API_KEY"),${schemas}
  });
  return provider(requireVariable("OPENAI_COMPATIBLE_MODEL"));
}
`;
}
