import type { FeatureFacts } from "../../engine/feature";
import { mongoUri } from "../mongo/facts";

export const mongooseFacts: FeatureFacts = {
  id: "mongoose",
  isChosen: (config) => config.database === "mongoose",
  variables: () => [mongoUri],
};
