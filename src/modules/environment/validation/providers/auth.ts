import {
  block,
  keyRule,
  malformedJwt,
  notA,
  notLocal,
  type ProviderRule,
  rulesOf,
  startsNot,
  startsWith,
  urlOf,
  warn,
} from "../expectations";
import { parseJwt } from "../values";

/** What follows the prefix is the host of the instance in base64, closed by a dollar sign. */
const clerkHost = warn((value) => {
  const host = /^pk_(?:test|live)_([A-Za-z0-9+/=_-]+)$/.exec(value)?.[1];
  try {
    return host !== undefined && atob(host.replaceAll("-", "+").replaceAll("_", "/")).endsWith("$");
  } catch {
    return false;
  }
}, "Publishable keys of Clerk usually hold the host of the instance. Check that it was copied whole.");

export const authRules: readonly ProviderRule[] = [
  ...rulesOf("The app itself", undefined, [
    {
      id: "auth-secret",
      keys: [
        "AUTH_SECRET",
        "NEXTAUTH_SECRET",
        "BETTER_AUTH_SECRET",
        "SESSION_SECRET",
        "JWT_SECRET",
        "COOKIE_SECRET",
        "AUTH0_SECRET",
      ],
      format: "32 or more random characters",
      example: "a random text Berth generates for you",
      maxLength: 1024,
      expectations: [
        block(
          (value) => value.length >= 32,
          "This is too short to be safe: use 32 characters or more, or generate it.",
        ),
        warn(
          (value) => new Set(value).size >= 10,
          "This repeats a few characters and is easy to guess. Generate it instead.",
        ),
      ],
    },
    {
      id: "app-url",
      keys: ["NEXT_PUBLIC_APP_URL", "AUTH_URL", "NEXTAUTH_URL", "BETTER_AUTH_URL"],
      format: "https://host",
      example: "https://app.example.com",
      maxLength: 2048,
      expectations: urlOf(["https", "http"], "https://app.example.com"),
    },
    {
      id: "url",
      keys: [],
      format: "https://host or http://host",
      example: "https://api.example.com",
      maxLength: 2048,
      expectations: urlOf(["https", "http"], "https://api.example.com"),
      remote: [{ ...notLocal, level: "warn" }],
    },
    {
      id: "jwt",
      keys: [],
      format: "three base64url parts joined by dots",
      example: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
      maxLength: 16_384,
      expectations: [block((value) => parseJwt(value) !== undefined, malformedJwt)],
    },
    {
      id: "oauth-callback",
      keys: [
        "AUTH_CALLBACK_URL",
        "OAUTH_CALLBACK_URL",
        "OAUTH_REDIRECT_URI",
        "GOOGLE_REDIRECT_URI",
        "GITHUB_CALLBACK_URL",
        "GOOGLE_CALLBACK_URL",
      ],
      format: "https://host/path that the provider sends people back to",
      example: "https://app.example.com/api/auth/callback/github",
      maxLength: 2048,
      expectations: [...urlOf(["https", "http"], "https://app.example.com/api/auth/callback/github")],
    },
  ]),
  ...rulesOf("GitHub", "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/creating-an-oauth-app", [
    {
      id: "github-client-id",
      keys: ["AUTH_GITHUB_ID", "GITHUB_CLIENT_ID", "GITHUB_ID"],
      format: "the client id of a GitHub OAuth app",
      example: "Ov23liAbCdEfGhIjKlMn",
      maxLength: 200,
      expectations: [
        warn(
          /^(?:Ov|Iv|[0-9a-f]{20}$)/,
          "GitHub client ids usually start with Ov or Iv, or are 20 hexadecimal digits.",
        ),
      ],
    },
    {
      id: "github-client-secret",
      keys: ["AUTH_GITHUB_SECRET", "GITHUB_CLIENT_SECRET", "GITHUB_SECRET"],
      format: "40 hexadecimal digits",
      example: "0123456789abcdef0123456789abcdef01234567",
      maxLength: 200,
      expectations: [
        warn(
          startsNot("gho_", "ghp_", "ghs_", "ghu_", "ghr_", "github_pat_"),
          "This is a GitHub token, not the client secret of an OAuth app.",
        ),
        warn(/^[0-9a-f]{40}$/, "GitHub client secrets are usually 40 hexadecimal digits."),
      ],
    },
    keyRule("github-token", ["GITHUB_TOKEN"], "github_pat_AbCdEfGhIjKlMnOp", [
      startsWith(["ghp_", "gho_", "ghu_", "ghs_", "github_pat_"]),
    ]),
  ]),
  ...rulesOf("Google", "https://developers.google.com/identity/protocols/oauth2/web-server", [
    keyRule("google-client-id", ["AUTH_GOOGLE_ID", "GOOGLE_CLIENT_ID"], "1234567890-abc.apps.googleusercontent.com", [
      warn(
        (value) => value.endsWith(".apps.googleusercontent.com"),
        "Google client ids usually end with .apps.googleusercontent.com.",
      ),
    ]),
    keyRule(
      "google-client-secret",
      ["AUTH_GOOGLE_SECRET", "GOOGLE_CLIENT_SECRET"],
      "GOCSPX-AbCdEfGhIjKlMnOpQrStUvWxYz12",
      [startsWith(["GOCSPX-"])],
    ),
  ]),
  ...rulesOf("Discord", "https://discord.com/developers/docs/topics/oauth2", [
    {
      id: "discord-client-id",
      keys: ["AUTH_DISCORD_ID", "DISCORD_CLIENT_ID"],
      format: "17 to 20 digits",
      example: "112233445566778899",
      maxLength: 255,
      expectations: [warn(/^\d{17,20}$/, "Discord client ids are usually 17 to 20 digits.")],
    },
  ]),
  ...rulesOf("Clerk", "https://clerk.com/docs/deployments/clerk-environment-variables", [
    keyRule(
      "clerk-publishable-key",
      ["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "VITE_CLERK_PUBLISHABLE_KEY", "CLERK_PUBLISHABLE_KEY"],
      "pk_test_Y2xlcmsuZXhhbXBsZS5jb20k",
      [notA(startsNot("sk_"), "a secret key", "publishable"), startsWith(["pk_test_", "pk_live_"]), clerkHost],
    ),
    keyRule("clerk-secret-key", ["CLERK_SECRET_KEY"], "sk_test_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEf", [
      notA(startsNot("pk_"), "a publishable key", "secret"),
      startsWith(["sk_test_", "sk_live_"]),
    ]),
    keyRule(
      "clerk-webhook-secret",
      ["CLERK_WEBHOOK_SECRET", "CLERK_WEBHOOK_SIGNING_SECRET"],
      "whsec_AbCdEfGhIjKlMnOp",
      [startsWith(["whsec_"])],
    ),
  ]),
  ...rulesOf("Auth0", "https://auth0.com/docs/get-started/applications/application-settings", [
    {
      id: "auth0-domain",
      keys: ["AUTH0_DOMAIN", "AUTH0_ISSUER_BASE_URL"],
      format: "https://<tenant>.auth0.com, or the domain alone",
      example: "https://example.eu.auth0.com",
      maxLength: 255,
      expectations: [
        block(
          /^(?:https:\/\/)?[A-Za-z0-9.-]+\.[A-Za-z]{2,}\/?$/,
          "This must be a domain, such as example.eu.auth0.com.",
        ),
      ],
    },
  ]),
  ...rulesOf("WorkOS", "https://workos.com/docs/reference/api-keys", [
    keyRule("workos-api-key", ["WORKOS_API_KEY"], "sk_test_AbCdEfGhIjKlMnOp", [
      notA(startsNot("client_"), "a client id", "API"),
      startsWith(["sk_"]),
    ]),
  ]),
];
