import type { CodeImport, Endpoint, Page, Slots, TemplateFile } from "../../engine/feature";
import { importLines } from "../../engine/imports";

/** A file for every page and every endpoint that the features declare. */
export function renderRoutes({ endpoints, pages }: Slots): TemplateFile[] {
  return [
    { path: "src/endpoint.ts", content: endpointModule },
    ...endpoints.map((endpoint) => ({ path: endpointPath(endpoint), content: endpointFile(endpoint) })),
    ...pages.map((page) => ({ path: `src/pages${page.path}.astro`, content: pageFile(page) })),
  ];
}

const endpointModule = `import type { APIRoute } from "astro";
import { refuse } from "@/http";

type Handler = (request: Request) => Response | Promise<Response>;

/** A handler as an endpoint of Astro. What it throws is logged and answered as JSON, not with the page for errors. */
export function endpoint(handle: Handler): APIRoute {
  return async ({ request }) => {
    try {
      return await handle(request);
    } catch (error) {
      console.error(request.method, request.url, error);
      return refuse(500, "The server could not do this; its log has the reason.");
    }
  };
}
`;

function endpointPath({ path }: Endpoint): string {
  return `src/pages${path.replace(/\/\*$/, "/[...path]")}.ts`;
}

function endpointFile({ handlers, from }: Endpoint): string {
  const names = Object.values(handlers);
  const imports = importLines([
    { name: "endpoint", from: "@/endpoint" },
    ...[...new Set(names)].map((name) => ({ name, from })),
  ]);
  const routes = Object.entries(handlers).map(([method, name]) => `export const ${method} = endpoint(${name});\n`);
  return `${imports}\n${routes.join("")}`;
}

function pageFile({ path, title, component, feature, isGuarded = false }: Page): string {
  const imports: CodeImport[] = [component];
  let gate = "";
  let body = `<${component.name} client:load />`;
  if (isGuarded) {
    imports.push({ name: "currentUser", from: "@/auth/session" });
    gate += signInGate(path);
  }
  if (feature !== undefined) {
    imports.push({ name: "FeatureOff", from: "@/components/feature-off" }, { name: "missingFor", from: "@/env" });
    gate += `const missing = missingFor("${feature}");\n`;
    body = `{missing.length > 0 ? <FeatureOff title="${title}" missing={missing} /> : ${body}}`;
  }
  const layout = `${"../".repeat(path.split("/").length - 1)}layouts/layout.astro`;
  return `---
${importLines(imports)}import Layout from "${layout}";
${gate === "" ? "" : `\n${gate}`}---

<Layout title="${title}">
  ${body}
</Layout>
`;
}

function signInGate(path: string): string {
  const target = `/sign-in?callbackUrl=${encodeURIComponent(path)}`;
  return `if ((await currentUser(Astro.request)) === undefined) return Astro.redirect("${target}");\n`;
}
