import { type PackageName, versions } from "../../catalog/versions";
import type { Feature } from "../../engine/feature";
import type { AiProvider, ScaffoldConfig } from "../../schema";
import { chatbotFacts } from "./facts";
import { chatComponent, chatPage, composer, messageList } from "./pages";
import { chatRoute, errorsModule, modelModule } from "./server";

export const chatbot: Feature = {
  ...chatbotFacts,
  contribute: (config) => ({
    files: [
      { path: "src/chat/model.ts", content: modelModule(config) },
      { path: "src/chat/errors.ts", content: errorsModule(config) },
      { path: "src/chat/chat.tsx", content: chatComponent },
      { path: "src/chat/composer.tsx", content: composer },
      { path: "src/chat/message-list.tsx", content: messageList },
      { path: "src/app/chat/page.tsx", content: chatPage(config) },
      { path: "src/app/api/chat/route.ts", content: chatRoute(config) },
    ],
    dependencies: ["@ai-sdk/react", "ai", "zod", providers[config.aiProvider].package],
    stack: [{ name: "AI SDK", version: versions.ai }],
    ingredients: ["a streaming chat"],
    nav: [{ href: "/chat", label: "Chat" }],
    cards: [
      {
        href: "/chat",
        title: "Chat",
        body: `Streams answers from ${providers[config.aiProvider].label}.`,
        feature: "Chat",
      },
    ],
    components: ["notice"],
    landmarks: [
      { path: "src/chat/model.ts", purpose: "Which model answers." },
      { path: "src/app/api/chat/route.ts", purpose: "The instructions it follows, and the stream." },
    ],
    readme: [{ heading: "Chat", body: readme(config) }],
    guidance: ["The model is reached only through `chatModel()` on the server; its key never reaches the browser."],
  }),
};

const providers: Record<AiProvider, { package: PackageName; label: string; setUp: string }> = {
  anthropic: {
    package: "@ai-sdk/anthropic",
    label: "Anthropic",
    setUp: "Set `ANTHROPIC_API_KEY`. `ANTHROPIC_MODEL` picks another model.",
  },
  openai: {
    package: "@ai-sdk/openai",
    label: "OpenAI",
    setUp: "Set `OPENAI_API_KEY`. `OPENAI_MODEL` picks another model.",
  },
  "openai-compatible": {
    package: "@ai-sdk/openai-compatible",
    label: "any server that speaks the OpenAI protocol",
    setUp:
      "Set `OPENAI_COMPATIBLE_BASE_URL` and `OPENAI_COMPATIBLE_MODEL`, and `OPENAI_COMPATIBLE_API_KEY` where the server wants one. With Ollama on the same machine: `http://localhost:11434/v1` and the name of a model you have pulled.",
  },
};

function readme({ aiProvider, auth }: ScaffoldConfig): string {
  const access =
    auth === "none"
      ? "Everyone who reaches the app can use it, at your cost: add sign-in before it is public."
      : "Only people who are signed in can use it.";
  return `\`/chat\` streams answers from ${providers[aiProvider].label} through \`/api/chat\`. ${providers[aiProvider].setUp} ${access}`;
}
