import type { FeatureFacts } from "../../engine/feature";

export const structuredFacts: FeatureFacts = {
  id: "structured",
  isChosen: (config) => config.aiTemplate === "structured",
  variables: () => [],
};
