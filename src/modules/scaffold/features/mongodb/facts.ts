import type { FeatureFacts } from "../../engine/feature";
import { mongoUri } from "../mongo/facts";

export const mongodbFacts: FeatureFacts = {
  id: "mongodb",
  isChosen: (config) => config.database === "mongodb",
  variables: () => [mongoUri],
};
