import { versions } from "../../catalog/versions";
import type { Feature } from "../../engine/feature";
import { contributeCache } from "../cache/contribution";
import { redisClient } from "./client";
import { redisFacts } from "./facts";

export const redis: Feature = {
  ...redisFacts,
  contribute: (config) => {
    const cache = contributeCache(config, {
      name: "Redis",
      client: redisClient,
      needs: "REDIS_URL",
      setUp: "Redis keeps what is slow to make. `REDIS_URL` is its address: `redis://localhost:6379` on this machine.",
    });
    return {
      ...cache,
      dependencies: ["redis", ...(cache.dependencies ?? [])],
      stack: [{ name: "Redis client", version: versions.redis }],
      stopHooks: [{ name: "closeCache", from: "@/cache/client" }],
      externalPackages: ["redis"],
      composeServices: [
        {
          name: "redis",
          image: "redis:8-alpine",
          volumes: { "redis-data": "/data" },
          healthCommand: "redis-cli ping",
          appEnvironment: { REDIS_URL: "redis://redis:6379" },
        },
      ],
    };
  },
};
