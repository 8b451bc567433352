import type { ScaffoldConfig } from "../../schema";
import { errorHandler, guards, type ServerVariant } from "../hono/server";

/** The server of a React app: the endpoints, and the built client for every other address. */
export function serverVariant(config: ScaffoldConfig): ServerVariant {
  return { app: { path: "src/app.ts", content: appModule(config) }, staticFiles };
}

const staticFiles = {
  imports: [
    { name: "serveStatic", from: "@hono/node-server/serve-static" },
    { name: "type Context", from: "hono" },
    { name: "compress", from: "hono/compress" },
    { name: "refuse", from: "@/http" },
  ],
  code: `const root = "./dist/client";
const keepForever = (_path: string, c: Context) => c.header("cache-control", "public, max-age=31536000, immutable");
const askAgain = (_path: string, c: Context) => c.header("cache-control", "no-cache");

// The names of built files change with their content; every other address is a page of the client.
app.get("*", compress());
app.get("/assets/*", serveStatic({ root, onFound: keepForever }), () => refuse(404, "There is no such file."));
app.get("*", serveStatic({ root, onFound: askAgain }), serveStatic({ root, path: "index.html", onFound: askAgain }));
`,
};

function appModule({ auth }: ScaffoldConfig): string {
  const clerk =
    auth === "clerk" ? `\n      scriptSrc: ["'self'", "https:"],\n      workerSrc: ["'self'", "blob:"],` : "";
  return `import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { refuse } from "@/http";
import { routes } from "@/routes";

/** The API, and what stands around it; src/server.ts adds the built client. */
export const app = new Hono();

app.use(
  secureHeaders({
    referrerPolicy: "strict-origin-when-cross-origin",
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      connectSrc: ["'self'", "https:"],
      imgSrc: ["'self'", "data:", "https:"],
      styleSrc: ["'self'", "'unsafe-inline'"],${clerk}
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  }),
);
${guards}
app.all("/api/*", ({ req }) => refuse(404, "There is nothing at " + req.path + "."));

${errorHandler}`;
}
