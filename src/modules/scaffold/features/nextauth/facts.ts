import type { FeatureFacts } from "../../engine/feature";
import type { VariableSpec } from "../../schema";

const sessionVariables: VariableSpec[] = [
  {
    key: "AUTH_SECRET",
    kind: "secret",
    required: true,
    sensitive: true,
    public: false,
    source: "generate",
    skippableLocally: false,
    description: "Signs the session cookies. At least 32 random characters; changing it signs everyone out.",
    rule: "auth-secret",
    aliases: ["NEXTAUTH_SECRET"],
    feature: "Sign-in",
  },
  {
    key: "AUTH_URL",
    kind: "url",
    required: false,
    sensitive: false,
    public: false,
    source: "platform",
    skippableLocally: true,
    description: "The address of the app as the browser sees it; without it the Host header of the request counts.",
    example: "https://shop.example.com",
    rule: "app-url",
    aliases: ["NEXTAUTH_URL"],
    feature: "Sign-in",
  },
];

const github: VariableSpec = {
  key: "AUTH_GITHUB_ID",
  kind: "string",
  required: true,
  sensitive: false,
  public: false,
  source: "user",
  skippableLocally: true,
  description: "Client id of a GitHub OAuth app; its callback address is /api/auth/callback/github of this app.",
  example: "Ov23liAbCdEfGhIjKlMn",
  rule: "github-client-id",
  aliases: ["GITHUB_ID", "GITHUB_CLIENT_ID"],
  feature: "GitHub sign-in",
};

const githubVariables: VariableSpec[] = [
  github,
  {
    ...github,
    key: "AUTH_GITHUB_SECRET",
    kind: "secret",
    sensitive: true,
    description: "Client secret of the same GitHub OAuth app.",
    example: "0123456789abcdef0123456789abcdef01234567",
    rule: "github-client-secret",
    aliases: ["GITHUB_SECRET", "GITHUB_CLIENT_SECRET"],
  },
];

export const nextauthFacts: FeatureFacts = {
  id: "nextauth",
  isChosen: (config) => config.auth === "nextauth",
  variables: (config) => [...sessionVariables, ...(config.authProviders.includes("github") ? githubVariables : [])],
};
