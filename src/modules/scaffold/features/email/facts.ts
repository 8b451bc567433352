import type { FeatureFacts } from "../../engine/feature";
import type { VariableSpec } from "../../schema";

/** Name of the feature in the health report. */
export const emailFeature = "E-mail";

const setting = (given: Pick<VariableSpec, "key" | "kind" | "description" | "example"> & Partial<VariableSpec>) => ({
  required: true,
  sensitive: false,
  public: false,
  source: "user" as const,
  skippableLocally: true,
  aliases: [],
  feature: emailFeature,
  ...given,
});

export const emailFacts: FeatureFacts = {
  id: "email",
  isChosen: (config) => config.extras.includes("email"),
  variables: () => [
    setting({
      key: "SMTP_URL",
      kind: "url",
      sensitive: true,
      description: "The mail server that sends, with user and password. Without it mails are printed to the log.",
      example: "smtps://user:password@smtp.example.com:465",
      rule: "smtp-url",
      aliases: ["EMAIL_SERVER"],
    }),
    setting({
      key: "EMAIL_FROM",
      kind: "string",
      description: "The sender of every mail; an address the mail server may send for.",
      example: "Shop <hello@example.com>",
      rule: "email-sender",
      aliases: ["MAIL_FROM"],
    }),
    setting({
      key: "CONTACT_EMAIL",
      kind: "email",
      description: "Where messages of the contact form go.",
      example: "you@example.com",
    }),
  ],
};
