import type { FeatureFacts } from "../../engine/feature";
import type { VariableSpec } from "../../schema";
import { oauthVariables } from "../accounts-ui/oauth-facts";

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

export const betterAuthFacts: FeatureFacts = {
  id: "better-auth",
  isChosen: (config) => config.auth === "better-auth",
  variables: (config) => [
    ...sessionVariables,
    ...oauthVariables(config, (prefix) => ({
      id: `${prefix}_CLIENT_ID`,
      secret: `${prefix}_CLIENT_SECRET`,
      idAliases: [`AUTH_${prefix}_ID`],
      secretAliases: [`AUTH_${prefix}_SECRET`],
    })),
  ],
};
