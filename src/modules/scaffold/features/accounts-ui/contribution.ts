import { currentUserCall } from "../../engine/access";
import type { Contribution, Endpoint, Page, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { accountMenu, accountPage, providerButtons } from "./account";
import { type AccountsUi, providerLabels, socialOf } from "./options";
import { signInPage, signUpPage } from "./pages";
import { returnPathModule, stateModule } from "./state";

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
  if (config.framework === "hono") {
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
    { path: "src/auth/return-path.ts", content: returnPathModule },
    { path: "src/auth/sign-in-page.tsx", content: signInPage(config) },
    { path: "src/auth/sign-in-state.ts", content: stateModule(config) },
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

function httpModule(config: ScaffoldConfig, { asksProviders }: AccountsUi): string {
  const hasPages = config.framework !== "hono";
  const social = hasPages && socialOf(config).length > 0;
  const parameter = config.framework === "next" ? "" : "request: Request";
  const signIn = hasPages
    ? `
/** What the pages of sign-in show: who is signed in, and which ways in are off. */
export async function getSignIn(${parameter}): Promise<Response> {
  const user = await ${currentUserCall(config)};
  return Response.json({ user${social ? `, providersOff: ${asksProviders ? "await " : ""}providersOff()` : ""} }, { headers: { "cache-control": "no-store" } });
}
`
    : "";
  return `import { refuse } from "@/http";
${social ? `import { providersOff } from "./providers";\n` : ""}import { currentUser } from "./session";

/** Who is signed in, for the pages that only they may see. */
export async function getAccount(${parameter}): Promise<Response> {
  const user = await ${currentUserCall(config)};
  if (user === undefined) return refuse(401, "Sign in first.");
  return Response.json({ user }, { headers: { "cache-control": "no-store" } });
}
${signIn}`;
}
