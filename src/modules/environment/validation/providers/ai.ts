import {
  accessKeyId,
  keyRule,
  notLocal,
  type ProviderRule,
  rulesOf,
  startsNot,
  startsWith,
  urlOf,
  warn,
} from "../expectations";

export const aiRules: readonly ProviderRule[] = [
  ...rulesOf("Anthropic", "https://docs.anthropic.com/en/api/overview", [
    keyRule("anthropic-api-key", ["ANTHROPIC_API_KEY"], "sk-ant-api03-AbCdEfGh", [
      startsWith(["sk-ant-"]),
      warn(
        (value) => value.length >= 90,
        "Anthropic keys are usually over 90 characters long. Check that it was copied whole.",
      ),
    ]),
  ]),
  ...rulesOf("OpenAI", "https://platform.openai.com/docs/api-reference/authentication", [
    keyRule("openai-api-key", ["OPENAI_API_KEY"], "sk-proj-AbCdEfGh", [
      warn(startsNot("sk-ant-"), "This looks like an Anthropic key. OpenAI keys start with sk- or sk-proj-."),
      startsWith(["sk-"]),
      warn(
        (value) => value.length >= 40,
        "OpenAI keys are usually over 40 characters long. Check that it was copied whole.",
      ),
    ]),
    {
      id: "ai-base-url",
      keys: ["OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_BASE_URL", "OLLAMA_BASE_URL"],
      format: "https://host/v1",
      example: "https://api.example.com/v1",
      maxLength: 2048,
      expectations: [
        ...urlOf(["https", "http"], "https://api.example.com/v1"),
        warn(
          (value) => !/\/(?:chat\/completions|messages)\/?$/.test(value),
          "This is the address of one call. Leave off its last part, such as /chat/completions.",
        ),
      ],
      remote: [notLocal],
    },
  ]),
  ...rulesOf("Google AI", "https://ai.google.dev/gemini-api/docs/api-key", [
    keyRule(
      "google-ai-api-key",
      ["GOOGLE_GENERATIVE_AI_API_KEY", "GOOGLE_AI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY"],
      "AIzaSyA-1234567890abcdefghijklmnopqrstu",
      [
        startsWith(["AIza"]),
        warn(
          (value) => value.length === 39,
          "Google API keys are usually 39 characters long. Check that it was copied whole.",
        ),
      ],
    ),
  ]),
  ...rulesOf("Amazon Bedrock", "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html", [
    keyRule("bedrock-api-key", ["AWS_BEARER_TOKEN_BEDROCK"], "ABSKQmVkcm9ja0FQSUtleS1AbCdEfGh", [
      warn((value) => !accessKeyId.test(value), "This looks like an access key id. It belongs in AWS_ACCESS_KEY_ID."),
      startsWith(["ABSK", "bedrock-api-key-"]),
    ]),
  ]),
  ...rulesOf("Groq", "https://console.groq.com/docs/quickstart", [
    keyRule("groq-api-key", ["GROQ_API_KEY"], "gsk_AbCdEfGhIjKlMnOp", [startsWith(["gsk_"])]),
  ]),
  ...rulesOf("Hugging Face", "https://huggingface.co/docs/hub/security-tokens", [
    keyRule("huggingface-token", ["HF_TOKEN", "HUGGINGFACE_API_KEY", "HUGGING_FACE_HUB_TOKEN"], "hf_AbCdEfGhIjKlMnOp", [
      startsWith(["hf_"]),
    ]),
  ]),
  ...rulesOf("Mistral", "https://docs.mistral.ai/api/", [
    keyRule("mistral-api-key", ["MISTRAL_API_KEY"], "AbCdEfGhIjKlMnOpQrStUvWxYz012345", [
      warn(/^[A-Za-z0-9]{32}$/, "Mistral keys are usually 32 letters and digits."),
    ]),
  ]),
  ...rulesOf("DeepSeek", "https://api-docs.deepseek.com/", [
    keyRule("deepseek-api-key", ["DEEPSEEK_API_KEY"], "sk-0123456789abcdef0123456789abcdef", [
      warn(startsNot("sk-ant-"), "This looks like an Anthropic key."),
      startsWith(["sk-"]),
    ]),
  ]),
  ...rulesOf("xAI", "https://docs.x.ai/docs/overview", [
    keyRule("xai-api-key", ["XAI_API_KEY", "GROK_API_KEY"], "xai-AbCdEfGhIjKlMnOp", [startsWith(["xai-"])]),
  ]),
  ...rulesOf("OpenRouter", "https://openrouter.ai/docs/api-reference/authentication", [
    keyRule("openrouter-api-key", ["OPENROUTER_API_KEY"], "sk-or-v1-AbCdEfGhIjKlMnOp", [startsWith(["sk-or-"])]),
  ]),
  ...rulesOf("Replicate", "https://replicate.com/docs/topics/security/api-tokens", [
    keyRule("replicate-api-token", ["REPLICATE_API_TOKEN"], "r8_AbCdEfGhIjKlMnOp", [startsWith(["r8_"])]),
  ]),
  ...rulesOf("Perplexity", "https://docs.perplexity.ai/", [
    keyRule("perplexity-api-key", ["PERPLEXITY_API_KEY"], "pplx-AbCdEfGhIjKlMnOp", [startsWith(["pplx-"])]),
  ]),
  ...rulesOf("ElevenLabs", "https://elevenlabs.io/docs/api-reference/authentication", [
    keyRule("elevenlabs-api-key", ["ELEVENLABS_API_KEY"], "sk_0123456789abcdef0123456789abcdef", [startsWith(["sk_"])]),
  ]),
  ...rulesOf("Tavily", "https://docs.tavily.com/", [
    keyRule("tavily-api-key", ["TAVILY_API_KEY"], "tvly-AbCdEfGhIjKlMnOp", [startsWith(["tvly-"])]),
  ]),
  ...rulesOf("Pinecone", "https://docs.pinecone.io/reference/api/authentication", [
    keyRule("pinecone-api-key", ["PINECONE_API_KEY"], "pcsk_AbCdEfGhIjKlMnOp", [startsWith(["pcsk_"])]),
  ]),
];
