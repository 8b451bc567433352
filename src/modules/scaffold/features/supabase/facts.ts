import type { FeatureFacts } from "../../engine/feature";
import { supabaseUrl } from "./connection-facts";

export const supabaseFacts: FeatureFacts = {
  id: "supabase",
  isChosen: (config) => config.database === "supabase",
  variables: (config) => [
    supabaseUrl(config, { feature: "Database", skippableLocally: false }),
    {
      key: "SUPABASE_SECRET_KEY",
      kind: "secret",
      required: true,
      sensitive: true,
      public: false,
      source: "user",
      skippableLocally: false,
      description: "Secret key of the Supabase project. It passes every row policy, so it stays on the server.",
      example: "sb_secret_AbCdEfGhIjKl",
      rule: "supabase-secret-key",
      aliases: ["SUPABASE_SERVICE_ROLE_KEY"],
      feature: "Database",
    },
  ],
};
