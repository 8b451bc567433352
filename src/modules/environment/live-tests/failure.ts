import { AppError } from "@/server/errors";
import type { TestCause } from "./schema";

/** A test that failed, and why; the message holds nothing of the value nor of the answer. */
export class TestFailure extends Error {
  constructor(
    readonly reason: TestCause,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "TestFailure";
  }
}

const tlsCodes = /^(?:CERT_|ERR_TLS|ERR_SSL|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_OSSL|HOSTNAME_MISMATCH|ETLS)/;

/** What an error of a socket, of TLS or of a name means. */
export function networkFailure(error: unknown, host: string): TestFailure {
  if (error instanceof TestFailure) return error;
  if (AppError.is(error)) {
    if (error.code === "VALIDATION") return notAllowed(host);
    return error.cause === undefined ? unreachable(host, error) : networkFailure(error.cause, host);
  }
  const code = codeOf(error);
  if (code === "ECONNREFUSED")
    return new TestFailure("refused", `Nothing listens at ${host}. Check the host and the port.`, { cause: error });
  if (["ETIMEDOUT", "CONNECT_TIMEOUT", "ABORT_ERR", "UND_ERR_CONNECT_TIMEOUT"].includes(code) || isAbort(error))
    return timedOut(host);
  if (["ENOTFOUND", "EAI_AGAIN", "ENODATA", "EDNS"].includes(code))
    return new TestFailure("not-found", `There is no host of the name ${host}. Check its spelling.`, { cause: error });
  if (tlsCodes.test(code))
    return new TestFailure(
      "tls",
      `The encrypted connection to ${host} failed: its certificate or its TLS is not right.`,
      {
        cause: error,
      },
    );
  return unreachable(host, error);
}

export function timedOut(host: string): TestFailure {
  return new TestFailure("timeout", `${host} did not answer in time. A firewall may keep Berth out.`);
}

export function notAllowed(host: string): TestFailure {
  return new TestFailure(
    "not-allowed",
    `${host} is an address of this machine, of a private network or of a cloud's metadata service. An owner can allow private addresses for a test.`,
  );
}

export function malformed(what: string): TestFailure {
  return new TestFailure("malformed", `${what} Correct the value first.`);
}

/** The code an error carries, else empty text. */
export function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError");
}

function unreachable(host: string, error: unknown): TestFailure {
  return new TestFailure("unreachable", `${host} could not be reached, or it closed the connection.`, { cause: error });
}
