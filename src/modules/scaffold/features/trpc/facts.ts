import type { FeatureFacts } from "../../engine/feature";

export const trpcFacts: FeatureFacts = {
  id: "trpc",
  isChosen: (config) => config.extras.includes("trpc"),
  variables: () => [],
};
