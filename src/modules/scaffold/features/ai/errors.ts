import type { AiProvider, ScaffoldConfig } from "../../schema";

interface Names {
  /** What holds the credential, the model and the address. */
  key: string;
  model: string;
  address: string;
  /** Where the provider answers 400 instead of 401 or 404: words of its message. */
  refusesKeyWith?: string;
  missesModelWith?: string;
}

const names: Record<AiProvider, Names> = {
  anthropic: { key: "ANTHROPIC_API_KEY", model: "ANTHROPIC_MODEL", address: "ANTHROPIC_BASE_URL" },
  openai: { key: "OPENAI_API_KEY", model: "OPENAI_MODEL", address: "OPENAI_BASE_URL" },
  gemini: {
    key: "GOOGLE_GENERATIVE_AI_API_KEY",
    model: "GEMINI_MODEL",
    address: "GEMINI_BASE_URL",
    refusesKeyWith: "api key",
  },
  bedrock: {
    key: "the AWS credentials and what they may invoke",
    model: "BEDROCK_MODEL",
    address: "AWS_REGION",
    missesModelWith: "model identifier",
  },
  "openai-compatible": {
    key: "OPENAI_COMPATIBLE_API_KEY",
    model: "OPENAI_COMPATIBLE_MODEL",
    address: "OPENAI_COMPATIBLE_BASE_URL",
  },
};

/** Generated `src/ai/errors.ts`: what went wrong with the model, in words. */
export function errorsModule({ aiProvider }: ScaffoldConfig): string {
  const { key, model, address, refusesKeyWith, missesModelWith } = names[aiProvider];
  return `import { APICallError, RetryError } from "ai";

/** What went wrong with the model, in a sentence for the person who asked. */
export function describeModelError(error: unknown): string {
  const cause = RetryError.isInstance(error) ? error.lastError : error;
  if (!APICallError.isInstance(cause)) {
    console.error("The model did not answer:", cause);
    return "The answer broke off. Try again; the server log has the reason.";
  }
  // Not the whole error: it holds everything the person wrote.
  console.error("The model did not answer:", cause.url, cause.statusCode ?? "", cause.message);
${special(refusesKeyWith, "describeStatus(401)")}${special(missesModelWith, "describeStatus(404)")}  return describeStatus(cause.statusCode);
}

function describeStatus(status: number | undefined): string {
  switch (status) {
    case undefined:
      return "The model server cannot be reached. Check ${address} and the network of this machine.";
    case 401:
    case 403:
      return "The model server refused the key. Check ${key}.";
    case 404:
      return "The model server does not know this model or address. Check ${model} and ${address}.";
    case 429:
      return "The model server is at its limit for this key. Wait a minute, then try again.";
    case 503:
    case 529:
      return "The model server is overloaded. Wait a minute, then try again.";
    default:
      return "The model server answered with status " + status + ". Try again; the server log has the reason.";
  }
}
`;
}

function special(words: string | undefined, result: string): string {
  if (words === undefined) return "";
  return `  if (cause.statusCode === 400 && cause.message.toLowerCase().includes("${words}")) return ${result};\n`;
}
