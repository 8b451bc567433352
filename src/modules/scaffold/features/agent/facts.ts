import type { FeatureFacts } from "../../engine/feature";

export const agentFacts: FeatureFacts = {
  id: "agent",
  isChosen: (config) => config.aiTemplate === "agent",
  variables: () => [],
};
