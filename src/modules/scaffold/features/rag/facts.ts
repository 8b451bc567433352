import type { FeatureFacts } from "../../engine/feature";

export const ragFacts: FeatureFacts = {
  id: "rag",
  isChosen: (config) => config.aiTemplate === "rag",
  variables: () => [],
};
