import { appUrlVariable } from "../../engine/client";
import type { FeatureFacts } from "../../engine/feature";

export const baseFacts: FeatureFacts = {
  id: "base",
  isChosen: () => true,
  variables: (config) => {
    const isNext = config.framework === "next";
    return [
      {
        key: appUrlVariable(config),
        kind: "url",
        required: false,
        sensitive: false,
        public: isNext,
        source: "platform",
        skippableLocally: true,
        description: isNext
          ? "The address people open the app at; used in links and social cards. Read when the app is built."
          : "The address people open the app at, for links and checks of origin; set it behind a proxy.",
        example: "https://shop.example.com",
        rule: "app-url",
        aliases: isNext ? ["APP_URL", "NEXT_PUBLIC_SITE_URL", "NEXT_PUBLIC_BASE_URL"] : ["SITE_URL", "BASE_URL"],
        feature: "Absolute links",
        defaultValue: "http://localhost:3000",
      },
    ];
  },
};
