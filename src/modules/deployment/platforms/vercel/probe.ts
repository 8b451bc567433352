import { type IncomingMessage, type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Check } from "../platform";

const deadlineMs = 10_000;

/** What a visitor without an account gets at an address. */
export async function probeAddress(
  address: string,
  { signal, settings }: { signal: AbortSignal; settings: string | undefined },
): Promise<Check & { isProtected: boolean }> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  try {
    const health = await visit(`${address}/api/health`, deadline);
    const answer = health.status === 404 ? await visit(address, deadline) : health;
    if (isGuarded(answer))
      return { name: "address", ok: true, isProtected: true, message: toldProtected(address, settings) };
    const ok = answer.status < 400;
    const message = ok
      ? `${address} answers.`
      : `${address} answers with ${answer.status}. The runtime log on Vercel has the reason.`;
    return { name: "address", ok, isProtected: false, message };
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${address} could not be reached from here (${reason}). It may still be on its way through the network.`;
    return { name: "address", ok: false, isProtected: false, message };
  }
}

interface Visit {
  status: number;
  location: string;
  cookies: string;
}

async function visit(address: string, signal: AbortSignal): Promise<Visit> {
  const url = new URL(address);
  // Names under .localhost mean this machine, but not every resolver knows it; fetch takes no Host header.
  const host = url.hostname.endsWith(".localhost") ? { hostname: "127.0.0.1", headers: { host: url.host } } : {};
  const { statusCode = 0, headers } = await ask(url, { ...host, signal, agent: false });
  return {
    status: statusCode,
    location: headers.location ?? "",
    cookies: headers["set-cookie"]?.join("; ") ?? "",
  };
}

function ask(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = (url.protocol === "http:" ? requestHttp : requestHttps)(url, options, (response) => {
      resolve(response);
      response.destroy();
    });
    asked.once("error", reject);
    asked.end();
  });
}

/** Deployment protection: a sign-in of Vercel stands before the app. */
function isGuarded({ status, location, cookies }: Visit): boolean {
  return (status === 401 && /_vercel_(?:sso|password)/.test(cookies)) || /^https:\/\/vercel\.com\/sso/.test(location);
}

function toldProtected(address: string, settings: string | undefined): string {
  const where = settings ? ` at ${settings}` : " in the project's settings, under Deployment Protection";
  return `Live, protected: ${address} asks visitors to sign in to Vercel. Members of the account open it after signing in; to open it to everybody, change the protection${where}.`;
}
