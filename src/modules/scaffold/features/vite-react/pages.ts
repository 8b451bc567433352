import type { Page, Slots, TemplateFile } from "../../engine/feature";
import { importLines } from "../../engine/imports";

/** The addresses of the pages, and what each goes through before it opens. */
export function renderPages({ pages }: Slots): TemplateFile[] {
  const gates = { waits: pages.some(({ feature }) => feature !== undefined), guards: pages.some(isGuarded) };
  const page = { path: "src/page.tsx", content: pageModule(gates) };
  return [{ path: "src/router.tsx", content: router(pages) }, ...(pages.length === 0 ? [] : [page])];
}

const isGuarded = (page: Page): boolean => page.isGuarded === true;

function router(pages: readonly Page[]): string {
  const imports = importLines([
    { name: "createBrowserRouter", from: "react-router" },
    ...(pages.length === 0 ? [] : [{ name: "page", from: "@/page" }]),
    { name: "ErrorPage", from: "@/pages/error-page" },
    { name: "Home", from: "@/pages/home" },
    { name: "NotFound", from: "@/pages/not-found" },
    { name: "Loading", from: "@/root" },
    { name: "Root", from: "@/root" },
  ]);
  return `${imports}
/** Every page and its address. */
export const router = createBrowserRouter([
  {
    Component: Root,
    children: [
      {
        ErrorBoundary: ErrorPage,
        HydrateFallback: Loading,
        children: [
          { index: true, Component: Home },
${pages.map(routeOf).join("")}          { path: "*", Component: NotFound },
        ],
      },
    ],
  },
]);
`;
}

function routeOf({ path, title, component, feature, isGuarded }: Page): string {
  const fields = [
    `path: "${path}"`,
    `title: "${title}"`,
    ...(feature === undefined ? [] : [`feature: "${feature}"`]),
    ...(isGuarded === true ? ["isGuarded: true"] : []),
    `load: async () => (await import("${component.from}")).${component.name}`,
  ];
  const indent = " ".repeat(10);
  const line = `${indent}page({ ${fields.join(", ")} }),\n`;
  if (line.length <= 121) return line;
  return `${indent}page({\n${fields.map((field) => `${indent}  ${field},\n`).join("")}${indent}}),\n`;
}

interface Gates {
  /** Whether some page waits for variables. */
  waits: boolean;
  /** Whether some page is for people who are signed in. */
  guards: boolean;
}

function pageModule({ waits, guards }: Gates): string {
  const imports = importLines([
    { name: "type ComponentType", from: "react" },
    { name: "type RouteObject", from: "react-router" },
    ...(waits ? [{ name: "useLoaderData", from: "react-router" }] : []),
    ...(guards ? [{ name: "redirect", from: "react-router" }, ...accountImports] : []),
    ...(waits ? [{ name: "FeatureOff", from: "@/components/feature-off" }] : []),
    ...(waits ? [{ name: "fetchHealth", from: "@/health-report" }] : []),
    { name: "useTitle", from: "@/use-title" },
  ]);
  const names = ["path", "title", ...(waits ? ["feature"] : []), ...(guards ? ["isGuarded = false"] : []), "load"].join(
    ", ",
  );
  const loader = waits || guards ? `\n${loaderCode({ waits, guards })}` : "";
  return `${imports}
interface Page {
  path: string;
  title: string;
${waits ? "  /** Its name in the health report. */\n  feature?: string;\n" : ""}${guards ? "  /** Whether it is only for people who are signed in. */\n  isGuarded?: boolean;\n" : ""}  load: () => Promise<ComponentType>;
}

/** The route of a page: its code is loaded on the first visit${guards ? ", and the way to sign in stands before it" : ""}. */
export function page({ ${names} }: Page): RouteObject {
  return {
    path,${loader}
    lazy: { Component: async () => titled(title, await load()) },
  };
}

function titled(title: string, Content: ComponentType): ComponentType {
  return function TitledPage() {
    useTitle(title);
${waits ? `    const missing = useLoaderData<string[]>();\n    if (missing.length > 0) return <FeatureOff title={title} missing={missing} />;\n` : ""}    return <Content />;
  };
}
${waits ? missingFor : ""}${guards ? isSignedIn : ""}`;
}

function loaderCode({ waits, guards }: Gates): string {
  if (!guards) return "    loader: () => missingFor(feature),";
  const wait = `      const missing = await missingFor(feature);\n      if (missing.length > 0) return missing;\n`;
  return `    loader: async ({ request }) => {
${waits ? wait : ""}      if (isGuarded && !(await isSignedIn())) {
        const { pathname, search } = new URL(request.url);
        return redirect("/sign-in?callbackUrl=" + encodeURIComponent(pathname + search));
      }
      return ${waits ? "[]" : "null"};
    },`;
}

const accountImports = [
  { name: "z", from: "zod" },
  { name: "ApiError", from: "@/api" },
  { name: "callApi", from: "@/api" },
];

const missingFor = `
/** The variables a page waits for; empty when it can be shown. */
async function missingFor(feature: string | undefined): Promise<string[]> {
  if (feature === undefined) return [];
  const { featuresOff } = await fetchHealth();
  return featuresOff.find((off) => off.feature === feature)?.missing ?? [];
}
`;

const isSignedIn = `
async function isSignedIn(): Promise<boolean> {
  try {
    await callApi(z.object({ user: z.object({ id: z.string() }) }), "/api/account");
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return false;
    throw error;
  }
}
`;
