import type { ScaffoldConfig, VariableSpec } from "../../schema";
import { providerLabels, type SocialProvider, socialOf } from "./options";

/** The names under which a library reads the keys of an OAuth app, with the names others use for them. */
export interface OAuthNames {
  id: string;
  secret: string;
  idAliases: string[];
  secretAliases: string[];
}

const examples: Record<SocialProvider, { id: string; secret: string }> = {
  github: { id: "Ov23liAbCdEfGhIjKlMn", secret: "0123456789abcdef0123456789abcdef01234567" },
  google: { id: "1234567890-abc.apps.googleusercontent.com", secret: "GOCSPX-AbCdEfGhIjKlMnOpQrStUvWxYz12" },
};

/** Two variables for each chosen provider that needs an OAuth app. */
export function oauthVariables(config: ScaffoldConfig, namesOf: (prefix: string) => OAuthNames): VariableSpec[] {
  return socialOf(config).flatMap((provider) => {
    const label = providerLabels[provider];
    const names = namesOf(provider.toUpperCase());
    const id: VariableSpec = {
      key: names.id,
      kind: "string",
      required: true,
      sensitive: false,
      public: false,
      source: "user",
      skippableLocally: true,
      description: `Client id of a ${label} OAuth app; its callback address is /api/auth/callback/${provider} of this app.`,
      example: examples[provider].id,
      rule: `${provider}-client-id`,
      aliases: names.idAliases,
      feature: `${label} sign-in`,
    };
    const secret: VariableSpec = {
      ...id,
      key: names.secret,
      kind: "secret",
      sensitive: true,
      description: `Client secret of the same ${label} OAuth app.`,
      example: examples[provider].secret,
      rule: `${provider}-client-secret`,
      aliases: names.secretAliases,
    };
    return [id, secret];
  });
}
