import { versions } from "../../catalog/versions";
import type { Contribution, Feature } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { trpcFacts } from "./facts";
import { trpcPage } from "./page";
import { trpcClient, trpcHttp, trpcInit, trpcRouter } from "./server";

export const trpc: Feature = {
  ...trpcFacts,
  contribute: (config) => ({
    ...(config.framework === "hono" ? {} : pagePart(config)),
    files: [
      { path: "src/trpc/init.ts", content: trpcInit(config) },
      { path: "src/trpc/router.ts", content: trpcRouter(config) },
      { path: "src/trpc/http.ts", content: trpcHttp(config) },
      ...(config.framework === "hono" ? [] : clientFiles(config)),
    ],
    dependencies: ["@trpc/server", "zod", ...(config.framework === "hono" ? [] : (["@trpc/client"] as const))],
    stack: [{ name: "tRPC", version: versions["@trpc/server"] }],
    ingredients: ["a typed API by tRPC"],
    landmarks: [{ path: "src/trpc/router.ts", purpose: "The procedures of the typed API." }],
    endpoints: [
      {
        path: "/api/trpc/*",
        handlers: { GET: "answerProcedure", POST: "answerProcedure" },
        from: "@/trpc/http",
        summary: "The procedures of the tRPC router.",
      },
    ],
    readme: [{ heading: "Typed API", body: readme(config) }],
    guidance: [
      "A procedure of `src/trpc/router.ts` checks its input with zod and calls the same functions as the rest of the app; it holds no logic of its own.",
    ],
  }),
};

function clientFiles(config: ScaffoldConfig) {
  return [
    { path: "src/trpc/client.ts", content: trpcClient },
    { path: "src/trpc/trpc-page.tsx", content: trpcPage(config) },
  ];
}

function pagePart({ database }: ScaffoldConfig): Contribution {
  const title = "Typed API";
  const body = `Calls the tRPC router${database === "none" ? "" : ", which reads and writes notes"}.`;
  return {
    nav: [{ href: "/trpc", label: title }],
    cards: [{ href: "/trpc", title, body }],
    components: ["button", "field", "page-shell"],
    pages: [{ path: "/trpc", title, component: { name: "TrpcPage", from: "@/trpc/trpc-page" } }],
  };
}

function readme({ framework }: ScaffoldConfig): string {
  const use =
    framework === "hono"
      ? "A client in TypeScript imports the type `AppRouter` from `src/trpc/router.ts` and makes `createTRPCClient<AppRouter>({ links: [httpBatchLink({ url })] })` of `@trpc/client`."
      : "`src/trpc/client.ts` is its typed client in the browser; `/trpc` uses it.";
  return `The router in \`src/trpc/router.ts\` answers at \`/api/trpc\`. ${use}

\`\`\`sh
curl -G localhost:3000/api/trpc/greet --data-urlencode 'input={"name":"Ada"}'
\`\`\``;
}
