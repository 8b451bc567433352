import type { FeatureFacts } from "../../engine/feature";
import { cacheFeature, trustProxy } from "../cache/facts";

export const redisFacts: FeatureFacts = {
  id: "redis",
  isChosen: (config) => config.extras.includes("redis"),
  variables: () => [
    {
      key: "REDIS_URL",
      kind: "url",
      required: true,
      sensitive: true,
      public: false,
      source: "user",
      skippableLocally: true,
      description: "Address of the Redis server that holds the cache and the rate limit.",
      example: "redis://localhost:6379",
      rule: "redis-url",
      aliases: ["KV_URL"],
      feature: cacheFeature,
    },
    trustProxy,
  ],
};
