import { errorHandler, guards } from "./server";

/** Generated `src/app.tsx`: what stands around the endpoints of an API server. */
export const appModule = `import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { NONCE, type SecureHeadersVariables, secureHeaders } from "hono/secure-headers";
import { Home } from "@/home";
import { originOf, refuse } from "@/http";
import { Layout } from "@/layout";
import { routes } from "@/routes";

export const app = new Hono<{ Variables: SecureHeadersVariables }>();

app.use(
  secureHeaders({
    referrerPolicy: "strict-origin-when-cross-origin",
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", NONCE],
      styleSrc: ["'self'", NONCE],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  }),
);
${guards}
app.get("/", (c) =>
  c.html(
    <Layout nonce={c.get("secureHeadersNonce")}>
      <Home origin={originOf(c.req.raw)} />
    </Layout>,
  ),
);

app.notFound(({ req }) => refuse(404, "There is nothing at " + req.path + ". The home page lists the endpoints."));

${errorHandler}`;
