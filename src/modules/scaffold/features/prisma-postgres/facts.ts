import type { FeatureFacts } from "../../engine/feature";
import { postgresUrl } from "../postgres/facts";

export const prismaPostgresFacts: FeatureFacts = {
  id: "prisma-postgres",
  isChosen: (config) => config.database === "prisma-postgres",
  variables: () => [postgresUrl],
};
