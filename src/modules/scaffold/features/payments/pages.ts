/** The page with the plan. */
export function pricingPage(directive: string): string {
  return `${directive}import { useState } from "react";
import { z } from "zod";
import { callApi } from "@/api";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { PageShell } from "@/components/page-shell";
import { plan, priceText } from "./products";

const Checkout = z.object({ url: z.url() });

export function PricingPage() {
  const [isOpening, setOpening] = useState(false);
  const [error, setError] = useState<string>();
  const buy = async () => {
    setOpening(true);
    try {
      const { url } = await callApi(Checkout, "/api/checkout", { method: "POST" });
      window.location.assign(url);
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : "The server does not answer.");
      setOpening(false);
    }
  };
  return (
    <PageShell title="Pricing" lead="One plan. Paid at Stripe; you can stop at any time.">
      {error !== undefined && <Notice tone="error" title={error} />}
      <section
        aria-labelledby="plan"
        className="flex flex-col gap-6 rounded-xl border border-line bg-surface p-6 sm:p-8"
      >
        <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
          <div>
            <h2 id="plan" className="text-lg font-semibold tracking-tight">
              {plan.name}
            </h2>
            <p className="text-muted">{plan.description}</p>
          </div>
          <p className="text-muted">
            <span className="text-3xl font-semibold tracking-tight text-ink tabular-nums">{priceText(plan)}</span> a{" "}
            {plan.interval}
          </p>
        </div>
        <ul className="flex flex-col gap-2 border-t border-line pt-6 text-sm">
          {plan.features.map((feature) => (
            <li key={feature} className="flex gap-2.5">
              <span aria-hidden className="text-good">
                ✓
              </span>
              {feature}
            </li>
          ))}
        </ul>
        <Button onClick={() => void buy()} disabled={isOpening} className="sm:self-start">
          {isOpening ? "Opening…" : "Subscribe"}
        </Button>
      </section>
    </PageShell>
  );
}
`;
}

/** The two pages people come back to from Stripe. */
export function checkoutPages(directive: string): string {
  return `${directive}import { ButtonLink } from "@/components/button";
import { PageShell } from "@/components/page-shell";

/** Says nothing about money that came: only the webhook knows. */
export function CheckoutSuccessPage() {
  return (
    <PageShell title="Thank you" lead="Your payment is being confirmed. Stripe sends the receipt by e-mail." narrow>
      <div>
        <ButtonLink href="/">Go to the home page</ButtonLink>
      </div>
    </PageShell>
  );
}

export function CheckoutCancelledPage() {
  return (
    <PageShell title="Nothing was charged" lead="You left the payment page before paying." narrow>
      <div>
        <ButtonLink href="/pricing">Back to the plan</ButtonLink>
      </div>
    </PageShell>
  );
}
`;
}
