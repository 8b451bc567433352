import type { AiProvider, ScaffoldConfig } from "../../schema";

interface Provider {
  label: string;
  setUp: string;
}

const providers: Record<AiProvider, Provider> = {
  anthropic: {
    label: "Anthropic",
    setUp: "Set `ANTHROPIC_API_KEY`. `ANTHROPIC_MODEL` picks another model.",
  },
  openai: {
    label: "OpenAI",
    setUp: "Set `OPENAI_API_KEY`. `OPENAI_MODEL` picks another model.",
  },
  bedrock: {
    label: "Amazon Bedrock",
    setUp:
      "Set `AWS_REGION` and `AWS_BEARER_TOKEN_BEDROCK`, the API key of Bedrock. An access key of AWS does instead: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, with `AWS_SESSION_TOKEN` where it is a temporary one. The account needs access to the model in that region; outside the United States `BEDROCK_MODEL` starts with `eu.` or `apac.`.",
  },
  gemini: {
    label: "Google Gemini",
    setUp: "Set `GOOGLE_GENERATIVE_AI_API_KEY`. `GEMINI_MODEL` picks another model.",
  },
  "openai-compatible": {
    label: "any server that speaks the OpenAI protocol",
    setUp:
      "Set `OPENAI_COMPATIBLE_BASE_URL` and `OPENAI_COMPATIBLE_MODEL`, and `OPENAI_COMPATIBLE_API_KEY` where the server wants one. With Ollama on the same machine: `http://localhost:11434/v1` and the name of a model you have pulled.",
  },
};

/** The provider as it stands in a sentence: "answers from OpenAI". */
export function providerLabel({ aiProvider }: ScaffoldConfig): string {
  return providers[aiProvider].label;
}

/** For the README: which variables to set, and who can use it. */
export function setUpText({ aiProvider, auth }: ScaffoldConfig): string {
  const access =
    auth === "none"
      ? "Everyone who reaches the app can use it, at your cost: add sign-in before it is public."
      : "Only people who are signed in can use it.";
  return `${providers[aiProvider].setUp}\n\n${access}`;
}
