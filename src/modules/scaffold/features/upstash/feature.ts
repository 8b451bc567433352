import { versions } from "../../catalog/versions";
import type { Feature } from "../../engine/feature";
import { contributeCache } from "../cache/contribution";
import { upstashClient } from "./client";
import { upstashFacts } from "./facts";

export const upstash: Feature = {
  ...upstashFacts,
  contribute: (config) => {
    const cache = contributeCache(config, {
      name: "Upstash",
      client: upstashClient,
      needs: "UPSTASH_REDIS_REST_TOKEN",
      setUp:
        "Upstash keeps what is slow to make, over HTTP, so it also serves hosts that keep no connection open. `UPSTASH_REDIS_REST_URL` and `UPSTASH_REDIS_REST_TOKEN` are on the page of the database in its console.",
    });
    return {
      ...cache,
      dependencies: ["@upstash/redis", ...(cache.dependencies ?? [])],
      stack: [{ name: "Upstash Redis", version: versions["@upstash/redis"] }],
    };
  },
};
