import { costGuards, currentUserCall } from "../../engine/access";
import { importLines } from "../../engine/imports";
import type { ScaffoldConfig } from "../../schema";

/** Generated server code of the payments: the Stripe client, the plan, and the endpoints. */
export const stripeModule = `import Stripe from "stripe";
import { readVariable, requireVariable } from "@/env";

/** A client of the Stripe API; made for each use, which opens nothing. */
export function stripeClient(): Stripe {
  return new Stripe(requireVariable("STRIPE_SECRET_KEY"), { timeout: 20_000, ...apiAddress() });
}

function apiAddress(): Pick<Stripe.StripeConfig, "host" | "port" | "protocol"> {
  const address = readVariable("STRIPE_API_URL");
  if (address === undefined) return {};
  const { hostname, port, protocol } = new URL(address);
  const isPlain = protocol === "http:";
  return { host: hostname, port: port || (isPlain ? 80 : 443), protocol: isPlain ? "http" : "https" };
}
`;

export const productsModule = `/** What is sold. The price stands here, on the server's word: what a browser sends never decides it. */
export const plan = {
  name: "Pro",
  description: "Everything, for one person.",
  /** In the smallest unit of the currency: 1200 is 12 dollars. */
  amount: 1200,
  currency: "usd",
  interval: "month",
  features: ["All features", "Unlimited projects", "Answers within a day"],
} as const;

/** The price as people read it. */
export function priceText({ amount, currency }: Pick<typeof plan, "amount" | "currency">): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" });
  return format.format(amount / 100);
}
`;

export function eventsModule({ auth }: ScaffoldConfig): string {
  return `import type Stripe from "stripe";

const remembered = 1_000;
const handled = new Set<string>();

/**
 * Does what an event asks for, once: Stripe sends an event again when an answer is late or lost. The ids are remembered
 * by this process only; once a purchase changes data, keep the id in the same transaction as the change.
 */
export async function handleEvent(event: Stripe.Event): Promise<void> {
  if (handled.has(event.id)) return;
  if (event.type === "checkout.session.completed") await fulfil(event.data.object);
  handled.add(event.id);
  const [oldest] = handled;
  if (handled.size > remembered && oldest !== undefined) handled.delete(oldest);
}

${auth === "none" ? fulfil : fulfilForUser}`;
}

const fulfil = `/** A paid checkout. This is where the buyer gets what was bought. */
async function fulfil({ id, payment_status: status }: Stripe.Checkout.Session): Promise<void> {
  console.info("Checkout " + id + " is complete (" + status + ").");
}
`;

const fulfilForUser = `/** A paid checkout. This is where an account gets what was bought; the reference is the id of its user. */
async function fulfil({ id, client_reference_id: userId, ...session }: Stripe.Checkout.Session): Promise<void> {
  const buyer = userId === null ? "someone who was not signed in" : "user " + userId;
  console.info("Checkout " + id + " of " + buyer + " is complete (" + session.payment_status + ").");
}
`;

export function paymentsHttp(config: ScaffoldConfig): string {
  const hasAuth = config.auth !== "none";
  // Whoever wants to pay may, signed in or not; only the rate limit applies.
  const { imports, code } = costGuards({ ...config, auth: "none" }, "checkout", "pay");
  const lines = importLines([
    ...(hasAuth ? [{ name: "currentUser", from: "@/auth/session" }] : []),
    ...imports,
    { name: "missingFor", from: "@/env" },
    { name: "readVariable", from: "@/env" },
    { name: "originOf", from: "@/http" },
    { name: "refuse", from: "@/http" },
    { name: "handleEvent", from: "./events" },
    { name: "plan", from: "./products" },
    { name: "stripeClient", from: "./stripe" },
  ]);
  const returns =
    config.framework === "hono"
      ? `success_url: origin + "/api/checkout?result=success",
      cancel_url: origin + "/api/checkout?result=cancelled",`
      : `success_url: origin + "/checkout/success",
      cancel_url: origin + "/checkout/cancelled",`;
  const buyer = hasAuth
    ? `\n      // Known already when someone is signed in, so that Stripe does not ask again.
      customer_email: user?.email,
      client_reference_id: user?.id,`
    : "";
  return `import Stripe from "stripe";
${lines}
/** Opens a checkout at Stripe and answers its address. */
export async function startCheckout(request: Request): Promise<Response> {
${code}  const missing = missingFor("Payments");
  if (missing.length > 0) return refuse(503, "Payments are off: " + missing.join(" and ") + " must be set.");
  const origin = originOf(request);
${hasAuth ? `  const user = await ${currentUserCall(config)};\n` : ""}  try {
    const { url } = await stripeClient().checkout.sessions.create({
      mode: "subscription",
      line_items: [{ price_data: priceOf(plan), quantity: 1 }],
      ${returns}${buyer}
    });
    if (url === null) throw new Error("Stripe made a checkout without an address.");
    return Response.json({ url });
  } catch (error) {
    console.error("The checkout could not be opened:", error);
    return refuse(502, "The payment page could not be opened. Try again in a minute.");
  }
}

function priceOf({ name, description, amount, currency, interval }: typeof plan) {
  return { currency, unit_amount: amount, recurring: { interval }, product_data: { name, description } };
}
${config.framework === "hono" ? checkoutResult : ""}
/** What Stripe reports. Only this says that money came: anyone can open the page people return to. */
export async function receiveStripeEvent(request: Request): Promise<Response> {
  const secret = readVariable("STRIPE_WEBHOOK_SECRET");
  if (secret === undefined) return refuse(503, "STRIPE_WEBHOOK_SECRET is not set.");
  // The signature is over the bytes as they came, so nothing may parse them before.
  const body = await request.text();
  let event: Stripe.Event;
  try {
    const signature = request.headers.get("stripe-signature") ?? "";
    event = await Stripe.webhooks.constructEventAsync(body, signature, secret);
  } catch {
    return refuse(400, "The signature does not belong to this body. Check STRIPE_WEBHOOK_SECRET.");
  }
  try {
    await handleEvent(event);
  } catch (error) {
    console.error("Event " + event.id + " could not be handled; Stripe sends it again:", error);
    return refuse(500, "The event could not be handled; the server log has the reason.");
  }
  return Response.json({ received: true });
}
`;
}

const checkoutResult = `
/** Where Stripe sends people back to. */
export function showResult(request: Request): Response {
  const isPaid = new URL(request.url).searchParams.get("result") === "success";
  return Response.json({ message: isPaid ? "Thank you. The payment is being confirmed." : "Nothing was charged." });
}
`;
