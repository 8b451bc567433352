import { hasReact } from "../../engine/client";
import type { Contribution, Feature } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { providerLabel, setUpText } from "../ai/provider";
import { chatbotFacts } from "./facts";
import { chatPage, messageList } from "./pages";
import { chatHttp } from "./server";

export const chatbot: Feature = {
  ...chatbotFacts,
  contribute: (config) => ({
    ...(hasReact(config) ? pageParts(config) : {}),
    files: [
      { path: "src/chat/http.ts", content: chatHttp(config) },
      ...(hasReact(config)
        ? [
            { path: "src/chat/chat.tsx", content: chatPage(config) },
            { path: "src/chat/message-list.tsx", content: messageList },
          ]
        : []),
    ],
    endpoints: [
      {
        path: "/api/chat",
        handlers: { POST: "answerChat" },
        from: "@/chat/http",
        summary: "Streams the answer to the messages of a chat.",
        example: `-N --json '{"messages":[{"id":"1","role":"user","parts":[{"type":"text","text":"Hello"}]}]}'`,
        maxSeconds: 60,
      },
    ],
    ingredients: ["a streaming chat"],
    landmarks: [{ path: "src/chat/http.ts", purpose: "The instructions the model follows, and the stream." }],
    readme: [{ heading: "Chat", body: readme(config) }],
  }),
};

function pageParts(config: ScaffoldConfig): Contribution {
  return {
    nav: [{ href: "/chat", label: "Chat" }],
    cards: [{ href: "/chat", title: "Chat", body: `Streams answers from ${providerLabel(config)}.`, feature: "Chat" }],
    pages: [
      {
        path: "/chat",
        title: "Chat",
        component: { name: "Chat", from: "@/chat/chat" },
        feature: "Chat",
        isGuarded: config.auth !== "none",
      },
    ],
  };
}

function readme(config: ScaffoldConfig): string {
  const what = hasReact(config)
    ? `\`/chat\` streams answers from ${providerLabel(config)} through \`/api/chat\`.`
    : `\`POST /api/chat\` takes the messages of a chat and streams the answer of ${providerLabel(config)}, as the \`useChat\` hook of the AI SDK reads it.`;
  return `${what} ${setUpText(config)}`;
}
