import type { VariableSpec } from "../../schema";

/** Name of the feature in the health report. */
export const cacheFeature = "Cache";

/** Read by the rate limit, whichever store counts. */
export const trustProxy: VariableSpec = {
  key: "TRUST_PROXY",
  kind: "boolean",
  required: false,
  sensitive: false,
  public: false,
  source: "user",
  skippableLocally: true,
  description:
    "Whether a proxy in front sets X-Forwarded-For, as hosts do: limits then count each caller by itself. Leave it unset where the app is reached directly.",
  example: "true",
  aliases: [],
  feature: "Rate limit for each caller",
  defaultValue: "true",
};
