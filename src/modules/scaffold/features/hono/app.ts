import type { ScaffoldConfig } from "../../schema";
import { isTranslated } from "../i18n/texts";
import { errorHandler, guards } from "./server";

/** Generated `src/app.tsx`: what stands around the endpoints of an API server. */
export function appModule(config: ScaffoldConfig): string {
  const translated = isTranslated(config);
  return `import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { NONCE, type SecureHeadersVariables, secureHeaders } from "hono/secure-headers";
import { Home } from "@/home";
import { originOf, refuse } from "@/http";
${translated ? `import { localeOf, translatorFor } from "@/i18n/locale";\n` : ""}import { Layout } from "@/layout";
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
${translated ? translatedHome : home}app.notFound(({ req }) => refuse(404, "There is nothing at " + req.path + ". The home page lists the endpoints."));

${errorHandler}`;
}

const home = `app.get("/", (c) =>
  c.html(
    <Layout nonce={c.get("secureHeadersNonce")}>
      <Home origin={originOf(c.req.raw)} />
    </Layout>,
  ),
);

`;

const translatedHome = `app.get("/", (c) => {
  const locale = localeOf(c.req.raw.headers);
  return c.html(
    <Layout nonce={c.get("secureHeadersNonce")} locale={locale}>
      <Home origin={originOf(c.req.raw)} t={translatorFor(locale)} />
    </Layout>,
  );
});

`;
