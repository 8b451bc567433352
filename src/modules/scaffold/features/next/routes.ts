import type { CodeImport, Endpoint, Page, Slots, TemplateFile } from "../../engine/feature";
import { importLines } from "../../engine/imports";

/** A route for every endpoint and every page that the features declare. */
export function renderRoutes({ endpoints, pages }: Slots): TemplateFile[] {
  return [
    ...endpoints.map((endpoint) => ({ path: routePath(endpoint), content: routeFile(endpoint) })),
    ...pages.map((page) => ({ path: `src/app${page.path}/page.tsx`, content: pageFile(page) })),
  ];
}

function routePath({ path }: Endpoint): string {
  return `src/app${path.replace(/\/\*$/, "/[...path]")}/route.ts`;
}

function routeFile({ handlers, from, maxSeconds }: Endpoint): string {
  const names = Object.entries(handlers).map(([method, name]) => `${name} as ${method}`);
  const limit =
    maxSeconds === undefined
      ? ""
      : `\n/** Seconds an answer may take, where the host sets a limit. */\nexport const maxDuration = ${maxSeconds};\n`;
  return `export { ${names.sort().join(", ")} } from "${from}";\n${limit}`;
}

function pageFile({ title, component, feature, isGuarded = false, path }: Page): string {
  const imports: CodeImport[] = [{ name: "type Metadata", from: "next" }, component];
  let gate = "";
  if (isGuarded || feature !== undefined) {
    imports.push({ name: "connection", from: "next/server" });
    gate += "  await connection();\n";
  }
  if (isGuarded) {
    imports.push({ name: "redirect", from: "next/navigation" }, { name: "currentUser", from: "@/auth/session" });
    gate += `  if ((await currentUser()) === undefined) redirect("/sign-in?callbackUrl=${encodeURIComponent(path)}");\n`;
  }
  if (feature !== undefined) {
    imports.push({ name: "FeatureOff", from: "@/components/feature-off" }, { name: "missingFor", from: "@/env" });
    gate += `  const missing = missingFor("${feature}");
  if (missing.length > 0) return <FeatureOff title="${title}" missing={missing} />;\n`;
  }
  return `${importLines(imports)}
export const metadata: Metadata = { title: "${title}" };

export default ${gate === "" ? "" : "async "}function Page() {
${gate}  return <${component.name} />;
}
`;
}
