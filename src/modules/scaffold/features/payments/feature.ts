import { versions } from "../../catalog/versions";
import { clientDirective } from "../../engine/client";
import type { Contribution, Endpoint, Feature } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { paymentsFacts, paymentsFeature } from "./facts";
import { checkoutPages, pricingPage } from "./pages";
import { eventsModule, paymentsHttp, productsModule, stripeModule } from "./server";

export const payments: Feature = {
  ...paymentsFacts,
  contribute: (config) => {
    const hasPages = config.framework !== "hono";
    return {
      ...(hasPages ? pagePart : {}),
      files: [
        { path: "src/payments/stripe.ts", content: stripeModule },
        { path: "src/payments/products.ts", content: productsModule },
        { path: "src/payments/events.ts", content: eventsModule(config) },
        { path: "src/payments/http.ts", content: paymentsHttp(config) },
        ...(hasPages ? pageFiles(config) : []),
      ],
      dependencies: ["stripe", ...(hasPages ? (["zod"] as const) : [])],
      stack: [{ name: "Stripe", version: versions.stripe }],
      ingredients: ["payments by Stripe"],
      landmarks: [
        { path: "src/payments/products.ts", purpose: "What is sold, and its price." },
        { path: "src/payments/events.ts", purpose: "What happens once a payment came." },
      ],
      endpoints: endpointsOf(config),
      externalPackages: ["stripe"],
      readme: [{ heading: "Payments", body: readme(hasPages) }],
      guidance: [
        "Prices stand in `src/payments/products.ts`; a request never names one. Access is granted by the webhook in `src/payments/events.ts`, never by the page people return to.",
      ],
    };
  },
};

function endpointsOf({ framework }: ScaffoldConfig): Endpoint[] {
  const from = "@/payments/http";
  const result = framework === "hono" ? { GET: "showResult" } : {};
  return [
    {
      path: "/api/checkout",
      handlers: { ...result, POST: "startCheckout" },
      from,
      summary: "Opens a checkout at Stripe and answers its address.",
      example: "-X POST -H 'content-type: application/json'",
    },
    {
      path: "/api/stripe/webhook",
      handlers: { POST: "receiveStripeEvent" },
      from,
      summary: "Takes the signed events of Stripe.",
    },
  ];
}

function pageFiles(config: ScaffoldConfig) {
  return [
    { path: "src/payments/pricing-page.tsx", content: pricingPage(clientDirective(config)) },
    { path: "src/payments/checkout-pages.tsx", content: checkoutPages(clientDirective(config)) },
  ];
}

const returnPage = (path: string, title: string, name: string) => ({
  path,
  title,
  component: { name, from: "@/payments/checkout-pages" },
});

const pagePart: Contribution = {
  nav: [{ href: "/pricing", label: "Pricing" }],
  cards: [
    { href: "/pricing", title: "Pricing", body: "Sells one plan through Stripe Checkout.", feature: paymentsFeature },
  ],
  components: ["button", "notice", "page-shell"],
  pages: [
    { path: "/pricing", title: "Pricing", component: { name: "PricingPage", from: "@/payments/pricing-page" } },
    returnPage("/checkout/success", "Thank you", "CheckoutSuccessPage"),
    returnPage("/checkout/cancelled", "Nothing was charged", "CheckoutCancelledPage"),
  ],
};

function readme(hasPages: boolean): string {
  return `${hasPages ? "`/pricing` sells" : "`/api/checkout` sells"} the plan in \`src/payments/products.ts\` through Stripe Checkout. \`STRIPE_SECRET_KEY\` is in Stripe's dashboard; with a test key the card 4242 4242 4242 4242 pays without money.

Stripe reports payments to \`/api/stripe/webhook\`, signed with \`STRIPE_WEBHOOK_SECRET\`. On this machine its command line forwards them and prints that secret:

\`\`\`sh
stripe listen --forward-to localhost:3000/api/stripe/webhook
\`\`\`

\`src/payments/events.ts\` writes to the log that a payment came. Put there what a buyer gets, together with the id of the event, so that a repeated event changes nothing.`;
}
