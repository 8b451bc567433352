import type { FeatureFacts } from "../../engine/feature";
import { postgresUrl } from "../postgres/facts";

export const drizzlePostgresFacts: FeatureFacts = {
  id: "drizzle-postgres",
  isChosen: (config) => config.database === "drizzle-postgres",
  variables: () => [postgresUrl],
};
