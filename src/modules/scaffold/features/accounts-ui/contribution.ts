import { currentUserCall } from "../../engine/access";
import { hasReact } from "../../engine/client";
import type { Contribution, Endpoint, Page, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { accountMenu, accountPage, providerButtons } from "./account";
import { type AccountsUi, providerLabels, socialOf } from "./options";
import { signInPage, signUpPage } from "./pages";
import { safePathModule, stateModule, useQueryModule } from "./state";

type AccountsContribution = Required<
  Pick<Contribution, "files" | "endpoints" | "pages" | "headerActions" | "components" | "dependencies">
>;

/**
 * The pages of sign-in, and what they ask the server. The feature itself brings `src/auth/auth-client.ts` (signIn,
 * signUp, signOut, signInWith), `src/auth/session.ts` (currentUser), and `src/auth/providers.ts` (providersOff) where
 * people may come through another site.
 */
export function accountsContribution(config: ScaffoldConfig, ui: AccountsUi): AccountsContribution {
  const files: TemplateFile[] = [{ path: "src/auth/http.ts", content: httpModule(config, ui) }];
  if (!hasReact(config)) {
    return { files, endpoints: [accountEndpoint], pages: [], headerActions: [], components: [], dependencies: [] };
  }
  const credentials = config.authProviders.includes("credentials");
  return {
    files: [...files, ...pageFiles(config, ui)],
    endpoints: [signInEndpoint, accountEndpoint],
    pages: pages(config),
    headerActions: [{ name: "AccountMenu", from: "@/auth/account-menu" }],
    components: [
      "button",
      "notice",
      "page-shell",
      "submit-button",
      ...(credentials ? (["field", "link"] as const) : []),
    ],
    dependencies: ["zod"],
  };
}

/** "e-mail and password, GitHub or Google". */
export function waysIn({ authProviders }: ScaffoldConfig): string {
  const names = authProviders.map((provider) =>
    provider === "credentials" ? "e-mail and password" : providerLabels[provider],
  );
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].filter((part) => part !== "").join(" or ");
}

const accountEndpoint: Endpoint = {
  path: "/api/account",
  handlers: { GET: "getAccount" },
  from: "@/auth/http",
  summary: "Who is signed in; 401 for everyone else.",
  example: "-b cookies.txt",
};

const signInEndpoint: Endpoint = {
  path: "/api/sign-in",
  handlers: { GET: "getSignIn" },
  from: "@/auth/http",
  summary: "What the pages of sign-in show: who is signed in, and which ways in are off.",
};

function pageFiles(config: ScaffoldConfig, ui: AccountsUi): TemplateFile[] {
  const files: TemplateFile[] = [
    { path: "src/auth/account-menu.tsx", content: accountMenu(config) },
    { path: "src/auth/account-page.tsx", content: accountPage(config) },
    { path: "src/auth/safe-path.ts", content: safePathModule(config) },
    { path: "src/auth/sign-in-page.tsx", content: signInPage(config) },
    { path: "src/auth/sign-in-state.ts", content: stateModule(config) },
    { path: "src/auth/use-query.ts", content: useQueryModule },
  ];
  if (config.authProviders.includes("credentials"))
    files.push({ path: "src/auth/sign-up-page.tsx", content: signUpPage(config, ui) });
  if (socialOf(config).length > 0)
    files.push({ path: "src/auth/provider-buttons.tsx", content: providerButtons(config) });
  return files;
}

function pages({ authProviders }: ScaffoldConfig): Page[] {
  const signUp: Page = {
    path: "/sign-up",
    title: "Create an account",
    component: { name: "SignUpPage", from: "@/auth/sign-up-page" },
    feature: "Sign-in",
  };
  return [
    {
      path: "/sign-in",
      title: "Sign in",
      component: { name: "SignInPage", from: "@/auth/sign-in-page" },
      feature: "Sign-in",
    },
    ...(authProviders.includes("credentials") ? [signUp] : []),
    {
      path: "/account",
      title: "Account",
      component: { name: "AccountPage", from: "@/auth/account-page" },
      feature: "Sign-in",
      isGuarded: true,
    },
  ];
}

function httpModule(config: ScaffoldConfig, { asksProviders, renewsCookies }: AccountsUi): string {
  const hasPages = hasReact(config);
  const social = hasPages && socialOf(config).length > 0;
  const parameter = config.framework === "next" ? "" : "request: Request";
  const ask = renewsCookies
    ? "const { user, headers } = await readSession(request);"
    : `const user = await ${currentUserCall(config)};`;
  const headers = renewsCookies ? "headers" : `headers: { "cache-control": "no-store" }`;
  const off = social ? `, providersOff: ${asksProviders ? "await " : ""}providersOff()` : "";
  const signIn = hasPages
    ? `
/** What the pages of sign-in show: who is signed in, and which ways in are off. */
export async function getSignIn(${parameter}): Promise<Response> {
  ${ask}
  return Response.json({ user${off} }, { ${headers} });
}
`
    : "";
  return `import { refuse } from "@/http";
${social ? `import { providersOff } from "./providers";\n` : ""}import { ${renewsCookies ? "readSession" : "currentUser"} } from "./session";

/** Who is signed in, for the pages that only they may see. */
export async function getAccount(${parameter}): Promise<Response> {
  ${ask}
  if (user === undefined) return refuse(401, "Sign in first.");
  return Response.json({ user }, { ${headers} });
}
${signIn}`;
}
