import type { FeatureFacts } from "../../engine/feature";
import type { VariableSpec } from "../../schema";
import { oauthVariables } from "../accounts-ui/oauth-facts";

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

export const nextauthFacts: FeatureFacts = {
  id: "nextauth",
  isChosen: (config) => config.auth === "nextauth",
  variables: (config) => [
    ...sessionVariables,
    ...oauthVariables(config, (prefix) => ({
      id: `AUTH_${prefix}_ID`,
      secret: `AUTH_${prefix}_SECRET`,
      idAliases: [`${prefix}_ID`, `${prefix}_CLIENT_ID`],
      secretAliases: [`${prefix}_SECRET`, `${prefix}_CLIENT_SECRET`],
    })),
  ],
};
