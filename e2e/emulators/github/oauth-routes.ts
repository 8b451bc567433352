import { createHash, randomBytes } from "node:crypto";
import type { Answer, Exchange, Route } from "../kernel/emulator";
import type { GithubAccount } from "./state";

export interface OauthApp {
  clientId: string;
  clientSecret: string;
  /** What the person does on GitHub's page. */
  isDenied?: boolean;
}

interface Grant {
  scopes: string[];
  redirectUri: string;
  challenge: string | undefined;
}

interface TokenRequest {
  client_id?: string;
  client_secret?: string;
  code?: string;
  redirect_uri?: string;
  code_verifier?: string;
}

/** The web flow: the person is signed in already, and agrees at once. */
export function oauthRoutes(app: OauthApp, giveToken: (scopes: string[]) => GithubAccount): Route[] {
  const grants = new Map<string, Grant>();
  return [
    {
      method: "GET",
      path: "/login/oauth/authorize",
      operation: "authorize",
      public: true,
      handle({ query }): Answer {
        if (query.get("client_id") !== app.clientId) return { status: 404, text: "Not Found" };
        const redirectUri = query.get("redirect_uri") ?? "";
        if (!URL.canParse(redirectUri)) return { status: 404, text: "The redirect_uri is not an address." };
        const back = new URL(redirectUri);
        back.searchParams.set("state", query.get("state") ?? "");
        if (app.isDenied) {
          back.searchParams.set("error", "access_denied");
          back.searchParams.set("error_description", "The user has denied your application access.");
        } else {
          const code = randomBytes(10).toString("hex");
          const scopes = (query.get("scope") ?? "").split(/[ ,]+/).filter(Boolean);
          grants.set(code, { scopes, redirectUri, challenge: query.get("code_challenge") ?? undefined });
          back.searchParams.set("code", code);
        }
        return { status: 302, headers: { location: back.href }, text: "" };
      },
    },
    {
      method: "POST",
      path: "/login/oauth/access_token",
      operation: "exchangeCode",
      public: true,
      handle(exchange): Answer {
        const given = readRequest(exchange);
        const grant = grants.get(given.code ?? "");
        if (given.client_id !== app.clientId || given.client_secret !== app.clientSecret)
          return problem("incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect.");
        grants.delete(given.code ?? "");
        if (!grant || !isVerified(grant, given))
          return problem("bad_verification_code", "The code passed is incorrect or expired.");
        if (given.redirect_uri !== undefined && given.redirect_uri !== grant.redirectUri)
          return problem("redirect_uri_mismatch", "The redirect_uri MUST match the registered callback URL.");
        const { token, scopes } = giveToken(grant.scopes);
        return { status: 200, json: { access_token: token, token_type: "bearer", scope: (scopes ?? []).join(",") } };
      },
    },
  ];
}

function readRequest(exchange: Exchange): TokenRequest {
  return (exchange.json() ?? Object.fromEntries(new URLSearchParams(exchange.body.toString()))) as TokenRequest;
}

function isVerified({ challenge }: Grant, { code_verifier = "" }: TokenRequest): boolean {
  return challenge === undefined || createHash("sha256").update(code_verifier).digest("base64url") === challenge;
}

/** GitHub tells these with status 200. */
function problem(error: string, description: string): Answer {
  return { status: 200, json: { error, error_description: description, error_uri: "https://docs.github.com" } };
}
