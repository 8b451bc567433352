import { platformFacts } from "../platforms";
import type { ApiAccess } from "./call";
import { PlatformError } from "./platform-error";

const failuresToOpen = 5;
const withinMs = 60_000;
const openMs = 30_000;
const circuitOpen = "CIRCUIT_OPEN";
/** Addresses that nobody calls any more are forgotten, oldest first. */
const maxCircuits = 1000;

interface Circuit {
  /** When the failures in a row happened, newest last. */
  failedAt: number[];
  /** What the last of them said. */
  reason: string;
  openUntil: number;
  /** One call tries whether the platform is back; the others wait for what it finds. */
  isTrying: boolean;
}

const circuits = new Map<string, Circuit>();

/**
 * Runs a call unless the platform has just failed five times in a row for this connection, so that what does not
 * answer is left alone for half a minute. Only failures of the platform count: a refusal is an answer.
 */
export async function throughCircuit<T>(access: ApiAccess, work: () => Promise<T>): Promise<T> {
  const key = `${access.platform} ${access.connectionId} ${access.address}`;
  const isTrial = enter(access, circuits.get(key));
  try {
    const result = await work();
    circuits.delete(key);
    return result;
  } catch (error) {
    if (PlatformError.is(error) && error.code !== circuitOpen) {
      if (isUpstreamFailure(error)) noteFailure(key, error, access.now().getTime());
      else circuits.delete(key);
    }
    throw error;
  } finally {
    const circuit = circuits.get(key);
    if (isTrial && circuit) circuit.isTrying = false;
  }
}

/** Throws while the circuit is open, also for a call that is about to be repeated. */
export function refuseWhileOpen(access: ApiAccess): void {
  const circuit = circuits.get(`${access.platform} ${access.connectionId} ${access.address}`);
  if (circuit && circuit.openUntil > access.now().getTime()) throw openError(access, circuit);
}

/** True when this call is the trial of a circuit that was open. */
function enter(access: ApiAccess, circuit: Circuit | undefined): boolean {
  if (!circuit || circuit.openUntil === 0) return false;
  if (circuit.isTrying || circuit.openUntil > access.now().getTime()) throw openError(access, circuit);
  circuit.isTrying = true;
  return true;
}

function noteFailure(key: string, { message }: PlatformError, now: number): void {
  const circuit = circuits.get(key) ?? { failedAt: [], reason: "", openUntil: 0, isTrying: false };
  circuit.failedAt = [...circuit.failedAt.filter((at) => at > now - withinMs), now].slice(-failuresToOpen);
  circuit.reason = message;
  if (circuit.openUntil > 0 || circuit.failedAt.length >= failuresToOpen) circuit.openUntil = now + openMs;
  circuits.delete(key);
  circuits.set(key, circuit);
  const oldest = circuits.keys().next();
  if (circuits.size > maxCircuits && !oldest.done) circuits.delete(oldest.value);
}

/** An answer that is not as documented is one nevertheless; a server's error, a broken or a refused connection is none. */
function isUpstreamFailure({ kind, status, field }: PlatformError): boolean {
  if (kind === "NOT_SENT" || kind === "UNCERTAIN") return true;
  return kind === "UPSTREAM" && field === undefined && (status === undefined || status >= 500);
}

function openError(access: ApiAccess, { openUntil, reason }: Circuit): PlatformError {
  const now = access.now().getTime();
  // While another call tries, its answer is worth a short wait.
  const until = new Date(Math.max(openUntil, now + 1000));
  const { label } = platformFacts[access.platform];
  return new PlatformError({
    platform: access.platform,
    kind: "NOT_SENT",
    code: circuitOpen,
    message: `${label} failed ${failuresToOpen} times in a row and is left alone until ${until.toISOString().slice(11, 19)} UTC. The last failure: ${reason}`,
    retryAfterSeconds: Math.ceil((until.getTime() - now) / 1000),
    until,
  });
}
