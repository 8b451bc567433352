import { isIP } from "node:net";
import { AppError } from "@/server/errors";
import { createGuardedFetch, isMetadataAddress, isPublicAddress } from "@/server/guarded-fetch";
import type { ChannelKind, Message } from "./schema";
import type { SealedPlace } from "./sealed-place";
import { signatureHeaders } from "./signature";

export interface Outgoing {
  /** The same for every try, so that a receiver can drop what it has seen. */
  id: string;
  event: string;
  at: Date;
  message: Message;
}

/** How Berth sends e-mail: an `smtp://` or `smtps://` address, and who it comes from. */
interface MailSettings {
  url: string;
  from: string;
}

export interface Sending {
  kind: ChannelKind;
  place: SealedPlace;
  mail: MailSettings | undefined;
  signal: AbortSignal;
}

/** What came of one try. `isFinal`: trying again cannot help. */
export interface SendResult {
  isDelivered: boolean;
  status: number | null;
  problem: string | null;
  isFinal: boolean;
}

const deadlineMs = 10_000;

/** Sends one message once; a failure is an answer, not an exception. */
export async function sendMessage(outgoing: Outgoing, sending: Sending): Promise<SendResult> {
  const signal = AbortSignal.any([sending.signal, AbortSignal.timeout(deadlineMs)]);
  try {
    if (sending.kind === "email") return await sendMail(outgoing.message, sending, signal);
    return await post(outgoing, sending, signal);
  } catch (error) {
    const isRefused = AppError.is(error) && error.code === "VALIDATION";
    return { isDelivered: false, status: null, problem: reasonOf(error, signal), isFinal: isRefused };
  }
}

async function post(outgoing: Outgoing, { kind, place }: Sending, signal: AbortSignal): Promise<SendResult> {
  const body = JSON.stringify(kind === "slack" ? slackForm(outgoing.message) : webhookForm(outgoing));
  const signed = place.secret ? signatureHeaders(place.secret, { ...outgoing, body }) : {};
  const fetch = createGuardedFetch(
    place.allowPrivate
      ? { isAllowed: (address) => !isMetadataAddress(address), protocols: ["http:", "https:"] }
      : { isAllowed: isPublicAddress },
  );
  const answer = await fetch(place.address, {
    method: "POST",
    headers: { "content-type": "application/json", ...signed },
    body: Buffer.from(body),
    signal,
  });
  for await (const _chunk of answer.body) break;
  const isDelivered = answer.status >= 200 && answer.status < 300;
  return {
    isDelivered,
    status: answer.status,
    problem: isDelivered ? null : `The address answered ${answer.status}.`,
    // 410 Gone is how a receiver says that it wants no more.
    isFinal: answer.status === 410,
  };
}

async function sendMail(message: Message, { place, mail }: Sending, signal: AbortSignal): Promise<SendResult> {
  if (!mail) {
    const problem = "SMTP_URL and MAIL_FROM are not set, so Berth cannot send e-mail. Set them and start Berth again.";
    return { isDelivered: false, status: null, problem, isFinal: false };
  }
  const { createTransport } = await import("nodemailer");
  const timeouts = { connectionTimeout: deadlineMs, greetingTimeout: deadlineMs, socketTimeout: deadlineMs };
  const transport = createTransport({ url: mail.url, ...timeouts });
  const close = () => transport.close();
  signal.addEventListener("abort", close, { once: true });
  try {
    const text = message.link ? `${message.text}\n\n${message.link}\n` : `${message.text}\n`;
    await transport.sendMail({ from: mail.from, to: place.address, subject: message.title, text });
    return { isDelivered: true, status: null, problem: null, isFinal: false };
  } finally {
    signal.removeEventListener("abort", close);
    transport.close();
  }
}

function webhookForm({ event, at, message }: Outgoing) {
  return { type: event, timestamp: at.toISOString(), data: message.data };
}

function slackForm({ title, text, link }: Message) {
  const heading = link ? `*<${escapeSlack(link)}|${escapeSlack(title)}>*` : `*${escapeSlack(title)}*`;
  return {
    text: `${title}: ${text}`,
    blocks: [{ type: "section", text: { type: "mrkdwn", text: `${heading}\n${escapeSlack(text)}`.slice(0, 2_900) } }],
  };
}

/** The three characters Slack's own markup gives a meaning to. */
function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return `There was no answer within ${deadlineMs / 1000} seconds.`;
  if (AppError.is(error)) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  return code ? `The address could not be reached (${code}).` : "The message could not be sent.";
}

/** Throws VALIDATION for an address that no try could ever use. */
export function checkAddress(address: string, allowPrivate: boolean): void {
  const { protocol, hostname } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (allowPrivate) {
    if (isIP(host) && isMetadataAddress(host)) throw notAllowed(host);
    return;
  }
  if (protocol !== "https:") {
    throw new AppError("VALIDATION", "Enter an https address. One in your own network may use http: allow that first.");
  }
  if ((isIP(host) && !isPublicAddress(host)) || host === "localhost" || host.endsWith(".localhost")) {
    throw new AppError("VALIDATION", `${host} is in a private network. Allow that for this channel if it is yours.`);
  }
}

function notAllowed(host: string): AppError {
  return new AppError(
    "VALIDATION",
    `${host} is where a cloud keeps credentials of this machine. Nothing is sent there.`,
  );
}
