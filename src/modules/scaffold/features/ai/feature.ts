import type { PackageName } from "../../catalog/versions";
import { versions } from "../../catalog/versions";
import { clientDirective, hasReact } from "../../engine/client";
import type { Feature, TemplateFile } from "../../engine/feature";
import type { AiProvider, ScaffoldConfig } from "../../schema";
import { composer, conversation, errorNotice } from "./conversation";
import { errorsModule } from "./errors";
import { aiFacts } from "./facts";
import { messagesModule } from "./messages";
import { modelModule } from "./model";

/** What every AI template shares: the model, its errors in words, and the frame of a conversation. */
export const ai: Feature = {
  ...aiFacts,
  contribute: (config) => ({
    files: [
      { path: "src/ai/model.ts", content: modelModule(config) },
      { path: "src/ai/errors.ts", content: errorsModule(config) },
      ...(takesMessages(config) ? [{ path: "src/ai/messages.ts", content: messagesModule }] : []),
      ...(isConversation(config) ? conversationFiles(config) : []),
    ],
    dependencies: [
      "ai",
      packages[config.aiProvider],
      ...(isConversation(config) ? (["@ai-sdk/react", "zod"] as const) : []),
    ],
    components: isConversation(config) ? ["button", "notice"] : [],
    stack: [{ name: "AI SDK", version: versions.ai }],
    landmarks: [{ path: "src/ai/model.ts", purpose: "Which model answers." }],
    guidance: ["The model is reached only through `aiModel()` on the server; its key never reaches the browser."],
  }),
};

const packages: Record<AiProvider, PackageName> = {
  anthropic: "@ai-sdk/anthropic",
  openai: "@ai-sdk/openai",
  bedrock: "@ai-sdk/amazon-bedrock",
  gemini: "@ai-sdk/google",
  "openai-compatible": "@ai-sdk/openai-compatible",
};

function takesMessages({ aiTemplate }: ScaffoldConfig): boolean {
  return aiTemplate === "chatbot" || aiTemplate === "agent";
}

function isConversation(config: ScaffoldConfig): boolean {
  return hasReact(config) && config.aiTemplate !== "structured";
}

function conversationFiles(config: ScaffoldConfig): TemplateFile[] {
  const directive = clientDirective(config);
  return [
    { path: "src/ai/conversation.tsx", content: directive + conversation },
    { path: "src/ai/composer.tsx", content: directive + composer },
    { path: "src/ai/error-notice.tsx", content: directive + errorNotice },
  ];
}
