import { clientDirective } from "../../engine/client";
import type { Contribution } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { cacheFeature } from "./facts";
import { cachePage } from "./page";
import { cacheHttp, cacheModule, rateLimitModule } from "./server";

interface CacheStore {
  /** What people call it. */
  name: string;
  /** The code of `src/cache/client.ts`. */
  client: string;
  /** The variable its health check needs. */
  needs: string;
  /** How to get one, in Markdown. */
  setUp: string;
}

/** What a cache and a rate limit add to a project, whichever store is behind them. */
export function contributeCache(config: ScaffoldConfig, { name, client, needs, setUp }: CacheStore): Contribution {
  const page = { path: "/cache", title: "Cache", component: { name: "CachePage", from: "@/cache/cache-page" } };
  const files = [
    { path: "src/cache/client.ts", content: client },
    { path: "src/cache/cache.ts", content: cacheModule },
    { path: "src/cache/rate-limit.ts", content: rateLimitModule },
    { path: "src/cache/http.ts", content: cacheHttp },
  ];
  const shared: Contribution = {
    files,
    ingredients: [`a cache in ${name}`],
    landmarks: [
      { path: "src/cache/cache.ts", purpose: `cached(), which keeps what is slow to make in ${name}.` },
      { path: "src/cache/rate-limit.ts", purpose: "How many requests a caller may make in a minute." },
    ],
    healthChecks: [{ name: "checkCache", from: "@/cache/client", label: name, needs, isOptional: true }],
    endpoints: [
      {
        path: "/api/cache-demo",
        handlers: { GET: "showCache" },
        from: "@/cache/http",
        summary: "A value computed at most every ten seconds, and the requests that are left.",
      },
    ],
    readme: [{ heading: "Cache and rate limit", body: readme(name, setUp) }],
    guidance: [
      "Wrap what is slow and may be a little old in `cached(key, seconds, load)`. The key holds everything the value depends on, the user too where it is personal.",
      "An endpoint that costs money or can be guessed at asks `checkRateLimit(bucket, request)` first.",
    ],
  };
  if (config.framework === "hono") return shared;
  return {
    ...shared,
    files: [...files, { path: "src/cache/cache-page.tsx", content: cachePage(clientDirective(config), name) }],
    dependencies: ["zod"],
    nav: [{ href: page.path, label: page.title }],
    cards: [
      {
        href: page.path,
        title: page.title,
        body: `Reads a value from ${name} and counts requests.`,
        feature: cacheFeature,
      },
    ],
    components: ["button", "notice", "page-shell"],
    pages: [{ ...page, feature: cacheFeature }],
  };
}

function readme(name: string, setUp: string): string {
  return `${setUp} \`cached(key, seconds, load)\` in \`src/cache/cache.ts\` keeps a value for some seconds and makes it once for all who ask meanwhile. \`checkRateLimit(bucket, request)\` in \`src/cache/rate-limit.ts\` allows 20 requests a minute.

Without ${name} the app works: values are made anew each time and nothing is limited. Set \`TRUST_PROXY=true\` behind a proxy that sets \`X-Forwarded-For\`, so that each caller has a limit of its own; without it all callers share one.

\`\`\`sh
curl localhost:3000/api/cache-demo
\`\`\``;
}
