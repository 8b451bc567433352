import { block, keyRule, notA, type ProviderRule, rulesOf, startsNot, startsWith } from "../expectations";

export const paymentsRules: readonly ProviderRule[] = [
  ...rulesOf("Stripe", "https://docs.stripe.com/keys", [
    keyRule("stripe-secret-key", ["STRIPE_SECRET_KEY"], "sk_test_AbCdEfGhIjKlMnOp", [
      notA(startsNot("pk_"), "a publishable key", "secret"),
      startsWith(["sk_test_", "sk_live_", "rk_test_", "rk_live_"]),
    ]),
    keyRule(
      "stripe-publishable-key",
      ["STRIPE_PUBLISHABLE_KEY", "NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY"],
      "pk_test_AbCdEfGhIjKlMnOp",
      [notA(startsNot("sk_", "rk_"), "a secret key", "publishable"), startsWith(["pk_test_", "pk_live_"])],
    ),
    keyRule("stripe-webhook-secret", ["STRIPE_WEBHOOK_SECRET"], "whsec_AbCdEfGhIjKlMnOp", [startsWith(["whsec_"])]),
    {
      id: "stripe-price-id",
      keys: ["STRIPE_PRICE_ID", "NEXT_PUBLIC_STRIPE_PRICE_ID"],
      format: "the id of a price",
      example: "price_1AbCdEfGhIjKlMnOp",
      maxLength: 255,
      expectations: [
        block(
          startsNot("prod_"),
          "This is the id of a product. Use the id of one of its prices, which starts with price_.",
        ),
        startsWith(["price_"]),
      ],
    },
  ]),
  ...rulesOf("Polar", "https://polar.sh/docs/integrate/oat", [
    keyRule("polar-access-token", ["POLAR_ACCESS_TOKEN"], "polar_oat_AbCdEfGhIjKlMnOp", [
      startsWith(["polar_oat_", "polar_pat_"]),
    ]),
  ]),
  ...rulesOf("Paddle", "https://developer.paddle.com/api-reference/about/authentication", [
    keyRule("paddle-api-key", ["PADDLE_API_KEY"], "pdl_live_apikey_AbCdEfGhIjKlMnOp", [startsWith(["pdl_"])]),
  ]),
];
