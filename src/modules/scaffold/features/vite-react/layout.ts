import type { Slots, TemplateFile } from "../../engine/feature";
import { importLines } from "../../engine/imports";
import type { ScaffoldConfig } from "../../schema";
import { icon, titleOf } from "../base/frameworks";
import { nested } from "../base/literals";
import { reactHeader } from "../base/react-header";
import { globalStyles } from "../base/styles";
import { isTranslated } from "../i18n/texts";

/** The entry of the client, the frame around every page, and the pages for errors and wrong addresses. */
export function renderLayout(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  return [
    { path: "src/main.tsx", content: entry(config) },
    { path: "src/no-eval.ts", content: noEval },
    { path: "src/root.tsx", content: root(slots) },
    { path: "src/use-title.ts", content: titleHook(config) },
    { path: "src/styles.css", content: globalStyles(config) },
    { path: "public/icon.svg", content: icon(config) },
    { path: "src/pages/error-page.tsx", content: errorPage },
    { path: "src/pages/not-found.tsx", content: notFoundPage },
    { path: "src/components/site-header.tsx", content: header(config, slots) },
  ];
}

function entry(config: ScaffoldConfig): string {
  const translated = isTranslated(config);
  const imports = importLines([
    { name: "StrictMode", from: "react" },
    { name: "createRoot", from: "react-dom/client" },
    { name: "RouterProvider", from: "react-router/dom" },
    ...(translated ? [{ name: "locale", from: "@/i18n/browser" }] : []),
    { name: "router", from: "@/router" },
  ]);
  return `import "@/no-eval";
${imports}import "@/styles.css";

const container = document.getElementById("root");
if (container === null) throw new Error("index.html has no element with the id root.");
${translated ? "\ndocument.documentElement.lang = locale;\n" : ""}
createRoot(container).render(
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>,
);
`;
}

/** Imported before anything else: zod decides when its first schema is made. */
const noEval = `import { z } from "zod";

// The content policy of src/app.ts forbids code that is made at run time; zod must not try.
z.config({ jitless: true });
`;

function root({ wrappers }: Slots): string {
  const imports = importLines([
    { name: "Outlet", from: "react-router" },
    { name: "ScrollRestoration", from: "react-router" },
    { name: "SiteHeader", from: "@/components/site-header" },
    ...wrappers,
  ]);
  const lines = ["<SiteHeader />", "<Outlet />", "<ScrollRestoration />"];
  const names = wrappers.length === 0 ? [""] : wrappers.map(({ name }) => name);
  return `${imports}
/** The frame of every page. */
export function Root() {
  return (
${nested(names, lines, 4)}
  );
}

/** Stands there until the first page knows what it needs. */
export function Loading() {
  return <main aria-busy="true" className="grow" />;
}
`;
}

function titleHook(config: ScaffoldConfig): string {
  return `import { useEffect } from "react";

const appName = "${titleOf(config)}";

/** Names the page in the title of the window; the home page has the name of the app alone. */
export function useTitle(title?: string): void {
  useEffect(() => {
    document.title = title === undefined ? appName : title + " · " + appName;
  }, [title]);
}
`;
}

function header(config: ScaffoldConfig, slots: Slots): string {
  const languages = [
    { name: "LanguageSwitch", from: "@/i18n/language-switch" },
    { name: "locale", from: "@/i18n/browser" },
    { name: "t", from: "@/i18n/browser" },
  ];
  const imports = [{ name: "Link", from: "./link" }, ...(isTranslated(config) ? languages : [])];
  return reactHeader(config, slots, { imports, opening: "export function SiteHeader() {" });
}

const errorPage = `import { useEffect } from "react";
import { useRouteError } from "react-router";
import { ApiError } from "@/api";
import { Button } from "@/components/button";
import { PageShell } from "@/components/page-shell";
import { useTitle } from "@/use-title";

/** Stands where a page failed; what the server said about it is meant for people. */
export function ErrorPage() {
  const error = useRouteError();
  useTitle("This page could not be shown");
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <PageShell
      title="This page could not be shown"
      lead={error instanceof ApiError ? error.message : "Something in it failed; the console of the browser says what."}
    >
      <div>
        <Button onClick={() => window.location.reload()}>Try again</Button>
      </div>
    </PageShell>
  );
}
`;

const notFoundPage = `import { ButtonLink } from "@/components/button";
import { PageShell } from "@/components/page-shell";
import { useTitle } from "@/use-title";

export function NotFound() {
  useTitle("There is no page here");
  return (
    <PageShell title="There is no page here" lead="The address is mistyped, or what was here has moved.">
      <div>
        <ButtonLink href="/">Go to the home page</ButtonLink>
      </div>
    </PageShell>
  );
}
`;
