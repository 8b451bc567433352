import type { FeatureFacts } from "../../engine/feature";

export const nextFacts: FeatureFacts = {
  id: "next",
  isChosen: (config) => config.framework === "next",
  variables: () => [
    {
      key: "NEXT_PUBLIC_APP_URL",
      kind: "url",
      required: false,
      sensitive: false,
      public: true,
      source: "platform",
      skippableLocally: true,
      description: "The address people open the app at; used in links and social cards. Read when the app is built.",
      example: "https://shop.example.com",
      rule: "app-url",
      aliases: ["APP_URL", "NEXT_PUBLIC_SITE_URL", "NEXT_PUBLIC_BASE_URL"],
      feature: "Absolute links",
      defaultValue: "http://localhost:3000",
    },
  ],
};
