import { publicVariable } from "../../engine/client";
import type { FeatureFacts } from "../../engine/feature";
import type { ScaffoldConfig, VariableSpec } from "../../schema";

/** The variable whose value the pages hold too. */
export function publishableKey(config: ScaffoldConfig): string {
  return publicVariable(config, "CLERK_PUBLISHABLE_KEY");
}

export const clerkFacts: FeatureFacts = {
  id: "clerk",
  isChosen: (config) => config.auth === "clerk",
  variables: (config) => {
    const publishable: VariableSpec = {
      key: publishableKey(config),
      kind: "string",
      required: true,
      sensitive: false,
      public: true,
      source: "user",
      skippableLocally: true,
      description: "Publishable key of the Clerk application. The pages hold it: set it before the app is built.",
      example: "pk_test_Y2xlcmsuZXhhbXBsZS5jb20k",
      rule: "clerk-publishable-key",
      aliases: ["CLERK_PUBLISHABLE_KEY"],
      feature: "Sign-in",
    };
    const secret: VariableSpec = {
      ...publishable,
      key: "CLERK_SECRET_KEY",
      kind: "secret",
      sensitive: true,
      public: false,
      description: "Secret key of the same Clerk application; only the server reads it.",
      example: "sk_test_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEf",
      rule: "clerk-secret-key",
      aliases: [],
    };
    return [publishable, secret];
  },
};
