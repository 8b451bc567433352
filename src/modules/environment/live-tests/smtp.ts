import { parseUrl } from "../validation/values";
import { codeOf, malformed, networkFailure, TestFailure, timedOut } from "./failure";
import { type Guard, pinAddress } from "./socket";

export interface MailServer {
  host: string;
  port: number;
  isTls: boolean;
  user?: string | undefined;
  password?: string | undefined;
}

/** The server that an address such as `smtps://user:password@host:465` names. */
export function mailServerOf(value: string): MailServer {
  const url = parseUrl(value);
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === "")
    throw malformed("This is not the address of a mail server.");
  const isTls = url.protocol === "smtps:" || url.port === "465";
  return {
    host: decodeURIComponent(url.hostname),
    port: url.port === "" ? (isTls ? 465 : 587) : Number(url.port),
    isTls,
    user: decodeURIComponent(url.username) || undefined,
    password: decodeURIComponent(url.password) || undefined,
  };
}

/** Greets a mail server and signs in; sends nothing. */
export async function testSmtp(server: MailServer, guard: Guard): Promise<string> {
  const { host, port, isTls, user, password = "" } = server;
  const address = await pinAddress(host, guard);
  const { createTransport } = await import("nodemailer");
  const timeout = 8_000;
  const transport = createTransport({
    host: address,
    port,
    secure: isTls,
    tls: { servername: host },
    ...(user === undefined ? {} : { auth: { user, pass: password } }),
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
  });
  const aborted = new Promise<never>((_, fail) => {
    guard.signal.addEventListener("abort", () => fail(timedOut(host)), { once: true });
  });
  try {
    await Promise.race([transport.verify(), aborted]);
    return user === undefined ? `${host} takes mail without signing in.` : `Signed in to the mail server ${host}.`;
  } catch (error) {
    throw smtpFailure(error, server);
  } finally {
    transport.close();
  }
}

function smtpFailure(error: unknown, { host, isTls }: MailServer): TestFailure {
  const code = codeOf(error);
  if (error instanceof TestFailure) return error;
  if (code === "EAUTH") return new TestFailure("wrong-credentials", `${host} refuses this user name or password.`);
  const said = error instanceof Error ? error.message : "";
  if (isTls && /wrong version number|packet length/i.test(said))
    return new TestFailure("tls", `${host} does not speak TLS from the start there. Use smtp:// or another port.`);
  if (/STARTTLS/i.test(said)) return new TestFailure("tls-needed", `${host} takes encrypted connections only.`);
  if (code === "ETIMEDOUT" && /greeting/i.test(said))
    return new TestFailure("timeout", `${host} did not greet in time. Where the port is 465, use smtps://.`);
  const cause = /ECONNREFUSED/.test(said) ? Object.assign(new Error(said), { code: "ECONNREFUSED" }) : error;
  return networkFailure(cause, host);
}
