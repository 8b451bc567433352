import type { FeatureFacts } from "../../engine/feature";

export const notesFacts: FeatureFacts = {
  id: "notes",
  isChosen: (config) => config.database !== "none",
  variables: () => [],
};
