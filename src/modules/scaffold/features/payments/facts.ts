import type { FeatureFacts } from "../../engine/feature";
import type { VariableSpec } from "../../schema";

/** Name of the feature in the health report. */
export const paymentsFeature = "Payments";

const setting = (
  given: Pick<VariableSpec, "key" | "kind" | "description" | "example" | "rule"> & Partial<VariableSpec>,
) => ({
  required: true,
  sensitive: given.kind === "secret",
  public: false,
  source: "user" as const,
  skippableLocally: true,
  aliases: [],
  feature: paymentsFeature,
  ...given,
});

export const paymentsFacts: FeatureFacts = {
  id: "payments",
  isChosen: (config) => config.extras.includes("payments"),
  variables: () => [
    setting({
      key: "STRIPE_SECRET_KEY",
      kind: "secret",
      description: "Secret key of the Stripe API, from its dashboard. A test key moves no money.",
      example: "sk_test_...",
      rule: "stripe-secret-key",
      aliases: ["STRIPE_API_KEY"],
    }),
    setting({
      key: "STRIPE_WEBHOOK_SECRET",
      kind: "secret",
      description: "Signing secret of the Stripe webhook that calls /api/stripe/webhook.",
      example: "whsec_...",
      rule: "stripe-webhook-secret",
    }),
    setting({
      key: "STRIPE_API_URL",
      kind: "url",
      required: false,
      description: "Another address of the Stripe API, such as a stand-in for tests.",
      example: "http://localhost:12111",
      rule: "url",
    }),
  ],
};
