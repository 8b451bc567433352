import type { Slots, TemplateFile } from "../../engine/feature";
import { importLines } from "../../engine/imports";

/** How the server of one framework differs: what it does besides the endpoints. */
export interface ServerVariant {
  app: TemplateFile;
  /** Import lines and code of `src/server.ts` that hand out built files, before the server listens. */
  staticFiles: { imports: { name: string; from: string }[]; code: string };
}

/** The server on Hono: its endpoints, what runs while developing, and what runs for good. */
export function renderServer(slots: Slots, { app, staticFiles }: ServerVariant): TemplateFile[] {
  return [
    app,
    { path: "src/routes.ts", content: routesModule(slots) },
    { path: "src/dev.ts", content: devModule },
    { path: "src/server.ts", content: serverModule(staticFiles) },
  ];
}

function routesModule({ endpoints }: Slots): string {
  const handlers = endpoints.flatMap(({ handlers, from }) => Object.values(handlers).map((name) => ({ name, from })));
  const imports = importLines([{ name: "Hono", from: "hono" }, { name: "type Context", from: "hono" }, ...handlers]);
  const routes = endpoints.flatMap(({ path, handlers }) =>
    Object.entries(handlers).map(
      ([method, name]) => `routes.${method.toLowerCase()}("${path}", answerWith(${name}));\n`,
    ),
  );
  return `${imports}
type Handler = (request: Request) => Response | Promise<Response>;

/** Every endpoint: its method, its address and who answers. */
export const routes = new Hono();

${routes.join("")}
function answerWith(handler: Handler) {
  return ({ req }: Context) => handler(req.raw);
}
`;
}

/** Guards and answers that both servers share, as lines of `src/app`. */
export const guards = `app.use(bodyLimit({ maxSize: 1024 * 1024, onError: () => refuse(413, "The body is longer than 1 MB.") }));

app.use(async ({ req }, next) => {
  // Browsers say when another site sends a request; it must not act for whoever is signed in here.
  const isForeign = req.header("sec-fetch-site") === "cross-site" && !["GET", "HEAD"].includes(req.method);
  return isForeign ? refuse(403, "This request comes from another site.") : next();
});

app.route("/", routes);
`;

export const errorHandler = `app.onError((error, { req }) => {
  console.error(req.method, req.path, error);
  return refuse(500, "The server could not do this; its log has the reason.");
});
`;

const devModule = `import { app } from "@/app";
import { start, stop } from "@/start";

/** Vite loads this module again after a change; the server starts once. */
const shared = globalThis as { started?: Promise<void> };

if (shared.started === undefined) {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void stop().finally(() => process.exit()));
  }
}
shared.started ??= start();
await shared.started;

export { app };
`;

function serverModule({ imports, code }: ServerVariant["staticFiles"]): string {
  const lines = importLines([
    { name: "serve", from: "@hono/node-server" },
    { name: "app", from: "@/app" },
    { name: "readVariable", from: "@/env" },
    { name: "start", from: "@/start" },
    { name: "stop", from: "@/start" },
    ...imports,
  ]);
  return `${lines}
${code}
await start();
const port = Number(process.env.PORT || 3000);
const server = serve({ fetch: app.fetch, port, hostname: process.env.HOST || undefined }, (address) => {
  console.log("Ready at " + (readVariable("APP_URL") ?? "http://localhost:" + address.port));
});

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, shutDown);

/** Answers what has begun, then closes what is open. A request that never ends is cut off after ten seconds. */
function shutDown(): void {
  server.close(exit);
  setTimeout(exit, 10_000).unref();
}

function exit(): void {
  void stop()
    .catch(console.error)
    .finally(() => process.exit());
}
`;
}

/** Lines of \`vite.config.ts\` that read the environment the way the built server does. */
export const viteServerOptions = `  server: {
    port: Number(process.env.PORT || 3000),
    strictPort: process.env.PORT !== undefined,
    host: process.env.HOST || "localhost",
  },`;
