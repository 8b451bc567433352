import type { FeatureFacts } from "../../engine/feature";
import type { ScaffoldConfig, VariableSpec } from "../../schema";

const sessionVariables: VariableSpec[] = [
  {
    key: "BETTER_AUTH_SECRET",
    kind: "secret",
    required: true,
    sensitive: true,
    public: false,
    source: "generate",
    skippableLocally: false,
    description: "Signs the session cookies. At least 32 random characters; changing it signs everyone out.",
    rule: "auth-secret",
    aliases: ["AUTH_SECRET"],
    feature: "Sign-in",
  },
  {
    key: "BETTER_AUTH_URL",
    kind: "url",
    required: false,
    sensitive: false,
    public: false,
    source: "platform",
    skippableLocally: true,
    description: "The address of the app as the browser sees it; without it the address of the request counts.",
    example: "https://shop.example.com",
    rule: "app-url",
    aliases: [],
    feature: "Sign-in",
  },
];

interface OAuthClient {
  provider: "github" | "google";
  label: string;
  idExample: string;
  secretExample: string;
}

const github: OAuthClient = {
  provider: "github",
  label: "GitHub",
  idExample: "Ov23liAbCdEfGhIjKlMn",
  secretExample: "0123456789abcdef0123456789abcdef01234567",
};

const google: OAuthClient = {
  provider: "google",
  label: "Google",
  idExample: "1234567890-abc.apps.googleusercontent.com",
  secretExample: "GOCSPX-AbCdEfGhIjKlMnOpQrStUvWxYz12",
};

function clientVariables({ provider, label, idExample, secretExample }: OAuthClient): VariableSpec[] {
  const prefix = provider.toUpperCase();
  const id: VariableSpec = {
    key: `${prefix}_CLIENT_ID`,
    kind: "string",
    required: true,
    sensitive: false,
    public: false,
    source: "user",
    skippableLocally: true,
    description: `Client id of a ${label} OAuth app; its callback address is /api/auth/callback/${provider} of this app.`,
    example: idExample,
    rule: `${provider}-client-id`,
    aliases: [`AUTH_${prefix}_ID`],
    feature: `${label} sign-in`,
  };
  const secret: VariableSpec = {
    ...id,
    key: `${prefix}_CLIENT_SECRET`,
    kind: "secret",
    sensitive: true,
    description: `Client secret of the same ${label} OAuth app.`,
    example: secretExample,
    rule: `${provider}-client-secret`,
    aliases: [`AUTH_${prefix}_SECRET`],
  };
  return [id, secret];
}

export const betterAuthFacts: FeatureFacts = {
  id: "better-auth",
  isChosen: (config: ScaffoldConfig) => config.auth === "better-auth",
  variables: ({ authProviders }) => [
    ...sessionVariables,
    ...(authProviders.includes("github") ? clientVariables(github) : []),
    ...(authProviders.includes("google") ? clientVariables(google) : []),
  ],
};
