import { clerkOverrides, versions } from "../../catalog/versions";
import type { Endpoint, Feature, Page, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { safePathModule, useQueryModule } from "../accounts-ui/state";
import { clerkFacts, publishableKey } from "./facts";
import { nextBoundary, nextMenu, nextSession, proxyModule } from "./next-server";
import { accountPage, signInPage, signUpPage } from "./pages";
import { accountEndpointModule, publishableKeyModule, spaBoundary, spaMenu, spaSession } from "./spa-server";

const page = (path: string, title: string, component: string, file: string): Page => ({
  path,
  title,
  component: { name: component, from: `@/auth/${file}` },
  feature: "Sign-in",
});

const account: Endpoint = {
  path: "/api/account",
  handlers: { GET: "getAccount" },
  from: "@/auth/http",
  summary: "Who is signed in; 401 for everyone else.",
};

export const clerk: Feature = {
  ...clerkFacts,
  contribute: (config) => {
    const isNext = config.framework === "next";
    return {
      files: [
        { path: "src/auth/account-page.tsx", content: accountPage(config) },
        { path: "src/auth/safe-path.ts", content: safePathModule(config) },
        { path: "src/auth/sign-in-page.tsx", content: signInPage(config) },
        { path: "src/auth/sign-up-page.tsx", content: signUpPage(config) },
        { path: "src/auth/use-query.ts", content: useQueryModule },
        ...(isNext ? nextFiles(config) : spaFiles(config)),
      ],
      dependencies: isNext ? ["@clerk/nextjs"] : ["@clerk/backend", "@clerk/react"],
      overrides: clerkOverrides,
      stack: [{ name: "Clerk", version: versions[isNext ? "@clerk/nextjs" : "@clerk/react"] }],
      ingredients: ["sign-in by Clerk"],
      wrappers: [{ name: "ClerkBoundary", from: "@/auth/clerk-boundary" }],
      headerActions: [{ name: "AccountMenu", from: "@/auth/account-menu" }],
      components: ["button", "notice", "page-shell"],
      endpoints: isNext ? [] : [account],
      pages: [
        page("/sign-in", "Sign in", "SignInPage", "sign-in-page"),
        page("/sign-up", "Create an account", "SignUpPage", "sign-up-page"),
        { ...page("/account", "Account", "AccountPage", "account-page"), isGuarded: true },
      ],
      cards: [
        {
          href: "/account",
          title: "Account",
          body: "Sign in with what the Clerk application allows; this page is only for people who are signed in.",
          feature: "Sign-in",
        },
      ],
      landmarks: [
        { path: "src/auth/clerk-boundary.tsx", purpose: "What Clerk's components stand in." },
        { path: "src/auth/session.ts", purpose: "currentUser(), to be asked wherever access matters." },
      ],
      readme: [{ heading: "Sign-in", body: readme(config) }],
      guidance: [
        "Protect a page or an endpoint by asking `currentUser()` in it, on the server. A hidden link protects nothing.",
        "The app runs without Clerk's keys: render its components and hooks only where the keys are known to be set.",
      ],
    };
  },
};

function nextFiles(config: ScaffoldConfig): TemplateFile[] {
  return [
    { path: "src/auth/account-menu.tsx", content: nextMenu },
    { path: "src/auth/clerk-boundary.tsx", content: nextBoundary(config) },
    { path: "src/auth/session.ts", content: nextSession },
    { path: "src/proxy.ts", content: proxyModule(config) },
  ];
}

function spaFiles(config: ScaffoldConfig): TemplateFile[] {
  return [
    { path: "src/auth/account-menu.tsx", content: spaMenu },
    { path: "src/auth/clerk-boundary.tsx", content: spaBoundary },
    { path: "src/auth/http.ts", content: accountEndpointModule },
    { path: "src/auth/publishable-key.ts", content: publishableKeyModule(config) },
    { path: "src/auth/session.ts", content: spaSession(config) },
  ];
}

function readme(config: ScaffoldConfig): string {
  const guard = config.framework === "next" ? "currentUser()" : "currentUser(request)";
  return `Clerk keeps the users and draws the forms. Make an application in its dashboard, choose there how people may sign in, and set \`${publishableKey(config)}\` and \`CLERK_SECRET_KEY\` from its API keys; the first is built into the pages, so set it before \`build\`. Until then the app runs, and sign-in is off and says so. \`/account\` is the example of a protected page; \`${guard}\` in \`src/auth/session.ts\` protects others.

Keys that start with \`pk_test_\` and \`sk_test_\` are for development; a live app needs a production instance with a domain of its own. \`overrides\` in \`package.json\` holds Clerk's packages at versions that fit each other: raise them together.`;
}
