import { publicVariable } from "../../engine/client";
import type { FeatureFacts } from "../../engine/feature";
import type { ScaffoldConfig, VariableSpec } from "../../schema";
import { declaresAddress, supabaseUrl } from "../supabase/connection-facts";

/** The variable that holds the key; it is public by nature, and only the server of this project uses it. */
export function publishableKey(config: ScaffoldConfig): string {
  return config.framework === "next" ? publicVariable(config, "SUPABASE_PUBLISHABLE_KEY") : "SUPABASE_PUBLISHABLE_KEY";
}

export const supabaseAuthFacts: FeatureFacts = {
  id: "supabase-auth",
  isChosen: (config) => config.auth === "supabase",
  variables: (config) => [
    ...(declaresAddress(config) ? [] : [supabaseUrl(config, { feature: "Sign-in", skippableLocally: true })]),
    keyVariable(config),
  ],
};

function keyVariable(config: ScaffoldConfig): VariableSpec {
  const key = publishableKey(config);
  const names = [key.replace("PUBLISHABLE", "ANON"), "NEXT_PUBLIC_SUPABASE_ANON_KEY", "SUPABASE_ANON_KEY"];
  return {
    key,
    kind: "string",
    required: true,
    sensitive: false,
    public: key.startsWith("NEXT_PUBLIC_"),
    source: "user",
    skippableLocally: true,
    description:
      "Publishable key of the Supabase project (the anon key of older projects); row policies still apply to it.",
    example: "sb_publishable_AbCdEfGhIjKl",
    rule: "supabase-publishable-key",
    aliases: [...new Set(names)],
    feature: "Sign-in",
  };
}
