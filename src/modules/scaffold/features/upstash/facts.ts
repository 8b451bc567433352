import type { FeatureFacts } from "../../engine/feature";
import type { VariableSpec } from "../../schema";
import { cacheFeature, trustProxy } from "../cache/facts";

const setting = (given: Pick<VariableSpec, "key" | "kind" | "description" | "example" | "rule" | "aliases">) => ({
  ...given,
  required: true,
  sensitive: given.kind === "secret",
  public: false,
  source: "user" as const,
  skippableLocally: true,
  feature: cacheFeature,
});

export const upstashFacts: FeatureFacts = {
  id: "upstash",
  isChosen: (config) => config.extras.includes("upstash"),
  variables: () => [
    setting({
      key: "UPSTASH_REDIS_REST_URL",
      kind: "url",
      description: "REST address of the Upstash database that holds the cache and the rate limit, from its console.",
      example: "https://eu1-calm-gull-12345.upstash.io",
      rule: "upstash-redis-url",
      aliases: ["KV_REST_API_URL"],
    }),
    setting({
      key: "UPSTASH_REDIS_REST_TOKEN",
      kind: "secret",
      description: "REST token of that Upstash database; the read-only one cannot write.",
      example: "AXyzASQgN2M2ZjU0...",
      rule: "upstash-redis-token",
      aliases: ["KV_REST_API_TOKEN"],
    }),
    trustProxy,
  ],
};
