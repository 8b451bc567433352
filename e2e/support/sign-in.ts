import type { BerthAddress } from "../../scripts/shared/berth-client.mjs";

/** Uses up a sign-in link and makes a token with the session: how a program gets in where there is no cli.json. */
export async function tokenByLink(berth: BerthAddress, link: string): Promise<string> {
  const origin = new URL(berth.url).origin;
  const token = new URL(link).searchParams.get("token") ?? "";
  const form = await fetch(`${origin}/api/auth/link`, {
    method: "POST",
    redirect: "manual",
    headers: { origin, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ token }),
  });
  const cookie = form.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const answer = await fetch(`${origin}/api/trpc/identity.tokens.create`, {
    method: "POST",
    headers: { origin, cookie, "content-type": "application/json" },
    body: JSON.stringify({ json: { name: "Test", expiresInDays: 1 } }),
  });
  const body: { result?: { data: { json: { token: string } } } } = await answer.json();
  if (!body.result) throw new Error(`The sign-in by link gave no token: ${JSON.stringify(body)}`);
  return body.result.data.json.token;
}

/** A fresh link, as `berth open --print` asks for it. */
export async function freshLink(berth: BerthAddress): Promise<string> {
  const answer = await fetch(`${berth.url}/api/cli/sign-in-link`, {
    method: "POST",
    headers: { authorization: `Bearer ${berth.token}` },
  });
  const { url }: { url: string } = await answer.json();
  return url;
}
