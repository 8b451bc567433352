import { platformFacts } from "../platforms";
import type { ApiAccess, ApiCall } from "./call";
import { PlatformError, type PlatformErrorFields } from "./platform-error";

/** How long one request may take, unless the call tells. */
export const defaultDeadlineMs = 30_000;
const late = "DEADLINE";

/** Codes of a connection that was never made, so that the request certainly did not arrive. */
const unreachable: Readonly<Record<string, (host: string) => string>> = {
  ECONNREFUSED: (host) => `Nothing answers at ${host}.`,
  ENOTFOUND: (host) => `The host name ${host} is not known. Check the network and the address.`,
  EAI_AGAIN: (host) => `The host name ${host} could not be looked up. Check the network.`,
  EHOSTUNREACH: (host) => `There is no route to ${host}. Check the network.`,
  ENETUNREACH: (host) => `There is no route to ${host}. Check the network.`,
  UND_ERR_CONNECT_TIMEOUT: (host) => `${host} did not accept a connection in time. Check the network.`,
};

const wrongCertificate =
  /^(CERT_|ERR_TLS_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(GET|VERIFY)_)/;

/** What went wrong on the way to the platform or back, told as it can be repaired. */
export function describeFault(
  access: ApiAccess,
  call: ApiCall<unknown>,
  { cause, isLate }: { cause: unknown; isLate: boolean },
): PlatformError {
  if (PlatformError.is(cause)) return cause;
  const fault = (fields: Pick<PlatformErrorFields, "kind" | "code" | "message">) =>
    new PlatformError({ platform: access.platform, cause, ...fields });
  if (isLate) return fault({ kind: lostKind(call), code: late, message: lateMessage(access, call) });
  const { host } = new URL(access.address);
  for (const code of codesOf(cause)) {
    const message = unreachable[code];
    if (message) return fault({ kind: "NOT_SENT", code, message: message(host) });
    if (wrongCertificate.test(code)) return fault({ kind: "NOT_SENT", code, message: certificateMessage(host, code) });
    if (code === "EPROTO" || code === "ERR_SSL_WRONG_VERSION_NUMBER") {
      return fault({ kind: "NOT_SENT", code, message: protocolMessage(access, "HTTPS") });
    }
    if (code === "HTTPParserError") return fault({ kind: lostKind(call), message: protocolMessage(access, "HTTP") });
  }
  return fault({
    kind: lostKind(call),
    message: `The connection to ${host} broke before ${call.method} ${call.path} was answered.`,
  });
}

/** Whether the same request may fare better in a moment: a wrong certificate stays wrong, and a deadline was wait enough. */
export function mayPass({ kind, code }: PlatformError): boolean {
  return kind === "NOT_SENT" ? code !== undefined && code in unreachable : code !== late;
}

/** Name of the variable that holds a platform's base address. */
export function addressVariable({ platform }: ApiAccess): string {
  return `${platform.toUpperCase()}_API_URL`;
}

/** A read whose answer was lost has changed nothing; of a change nobody knows. */
export function lostKind({ method, isRepeatable }: ApiCall<unknown>): "UPSTREAM" | "UNCERTAIN" {
  return method === "GET" || isRepeatable ? "UPSTREAM" : "UNCERTAIN";
}

function lateMessage(access: ApiAccess, { method, path, deadlineMs = defaultDeadlineMs }: ApiCall<unknown>): string {
  const { label } = platformFacts[access.platform];
  return `${label} did not answer ${method} ${path} within ${deadlineMs / 1000} s.`;
}

function certificateMessage(host: string, code: string): string {
  return `The certificate of ${host} is not trusted (${code}), so the token was not sent. Behind a proxy that inspects traffic, start Berth with NODE_EXTRA_CA_CERTS set to the file of its certificate.`;
}

function protocolMessage(access: ApiAccess, protocol: "HTTP" | "HTTPS"): string {
  const { host } = new URL(access.address);
  return `${host} does not speak ${protocol}. Check whether ${addressVariable(access)} should begin with ${protocol === "HTTPS" ? "http://" : "https://"}.`;
}

function* codesOf(error: unknown): Generator<string> {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    yield "code" in cause && cause.code !== undefined ? String(cause.code) : cause.name;
    // Several addresses of one host name, each tried.
    if (cause instanceof AggregateError) for (const each of cause.errors) yield* codesOf(each);
  }
}
