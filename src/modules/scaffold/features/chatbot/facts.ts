import type { FeatureFacts } from "../../engine/feature";

export const chatbotFacts: FeatureFacts = {
  id: "chatbot",
  isChosen: (config) => config.aiTemplate === "chatbot",
  variables: () => [],
};
