import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { listen } from "./listen.mjs";

/**
 * A stand-in of the Stripe API that opens checkouts: `POST /v1/checkout/sessions`. `sessions` holds what it was asked
 * for, as fields of the form. Gives `{url, sessions, close}`; point STRIPE_API_URL at the address.
 */
export async function startStripeServer() {
  const sessions = [];
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request, sessions);
    response.writeHead(status, { "content-type": "application/json", "request-id": "req_stand_in" });
    response.end(JSON.stringify(body));
  });
  return { sessions, ...(await listen(server)) };
}

/** A webhook call as Stripe makes it: the body of an event and its signed headers. */
export function signedEvent(
  secret,
  { id = "evt_1", type = "checkout.session.completed", object = checkout("cs_test_1") },
) {
  const created = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({ id, object: "event", type, created, data: { object } });
  const signature = createHmac("sha256", secret).update(`${created}.${body}`).digest("hex");
  return { body, headers: { "content-type": "application/json", "stripe-signature": `t=${created},v1=${signature}` } };
}

async function answer(request, sessions) {
  const key = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
  if (!/^(sk|rk)_test_/.test(key)) return refuse(401, "Invalid API Key provided.");
  if (request.method !== "POST" || request.url !== "/v1/checkout/sessions")
    return refuse(404, `Unrecognized request URL (${request.method}: ${request.url}).`);
  const fields = Object.fromEntries(
    new URLSearchParams(Buffer.concat(await Array.fromAsync(request)).toString("utf8")),
  );
  const missing = ["mode", "success_url", "line_items[0][price_data][unit_amount]"].find((name) => !fields[name]);
  if (missing !== undefined) return refuse(400, `Missing required param: ${missing}.`);
  sessions.push(fields);
  const id = `cs_test_${sessions.length}`;
  return { status: 200, body: { ...checkout(id), url: `http://${request.headers.host}/pay/${id}`, mode: fields.mode } };
}

function checkout(id) {
  return { id, object: "checkout.session", client_reference_id: null, payment_status: "paid", status: "complete" };
}

function refuse(status, message) {
  return { status, body: { error: { type: "invalid_request_error", message } } };
}
