import { versions } from "../../catalog/versions";
import { hasRateLimit } from "../../engine/access";
import type { Feature, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { waysIn } from "../accounts-ui/contribution";
import { providerLabels, socialOf } from "../accounts-ui/options";
import { safePathModule } from "../accounts-ui/state";
import { passwordModule, usersModule, usersTable } from "./accounts";
import { nextauthFacts } from "./facts";
import { accountMenu, accountPage, providerButton, signInForm, signInPage, signUpForm, signUpPage } from "./pages";
import { actionsModule, authModule, authRoute, sessionModule } from "./session";

const credentialFiles = (config: ScaffoldConfig): TemplateFile[] => [
  { path: "src/auth/users.ts", content: usersModule(config) },
  { path: "src/auth/password.ts", content: passwordModule },
  { path: "src/auth/sign-in-form.tsx", content: signInForm },
  { path: "src/auth/sign-up-form.tsx", content: signUpForm },
  { path: "src/app/sign-up/page.tsx", content: signUpPage },
];

export const nextauth: Feature = {
  ...nextauthFacts,
  contribute: (config) => {
    const credentials = config.authProviders.includes("credentials");
    const social = socialOf(config).length > 0;
    return {
      files: [
        { path: "src/auth/auth.ts", content: authModule(config) },
        { path: "src/auth/session.ts", content: sessionModule },
        { path: "src/auth/safe-path.ts", content: safePathModule(config) },
        { path: "src/auth/actions.ts", content: actionsModule(config) },
        { path: "src/auth/account-menu.tsx", content: accountMenu },
        { path: "src/app/sign-in/page.tsx", content: signInPage(config) },
        { path: "src/app/account/page.tsx", content: accountPage },
        { path: "src/app/api/auth/[...nextauth]/route.ts", content: authRoute },
        ...(credentials ? credentialFiles(config) : []),
        ...(social ? [{ path: "src/auth/provider-button.tsx", content: providerButton }] : []),
      ],
      dependencies: ["next-auth", ...(credentials ? (["zod"] as const) : [])],
      stack: [{ name: "Auth.js", version: versions["next-auth"] }],
      ingredients: ["sign-in by Auth.js"],
      headerActions: [{ name: "AccountMenu", from: "@/auth/account-menu" }],
      cards: [
        {
          href: "/account",
          title: "Account",
          body: `Sign in with ${waysIn(config)}; this page is only for people who are signed in.`,
          feature: "Sign-in",
        },
      ],
      components: ["notice", "submit-button", ...(credentials ? (["field"] as const) : [])],
      landmarks: [
        { path: "src/auth/auth.ts", purpose: "The ways to sign in." },
        { path: "src/auth/session.ts", purpose: "currentUser(), to be asked wherever access matters." },
      ],
      tables: credentials ? [usersTable] : [],
      readme: [{ heading: "Sign-in", body: readme(config) }],
      guidance: [
        "Protect a page, an action or a route by asking `currentUser()` in it. A layout or a hidden link protects nothing.",
      ],
    };
  },
};

function readme(config: ScaffoldConfig): string {
  const parts = [
    "Auth.js with sessions in a signed cookie. `AUTH_SECRET` signs them: `openssl rand -base64 33` makes one. Behind a proxy set `AUTH_URL` to the address people see. `/account` is the example of a protected page; `currentUser()` in `src/auth/session.ts` protects others.",
  ];
  if (config.authProviders.includes("credentials")) {
    const limit = hasRateLimit(config)
      ? "Sign-in and sign-up count against the limit in `src/cache/rate-limit.ts`."
      : "Before the app is open to the world, put a rate limit in front of `/sign-in`.";
    parts.push(`Accounts live in \`users\`, passwords hashed with scrypt. ${limit}`);
  }
  if (config.database === "mongodb" || config.database === "mongoose") {
    parts.push(
      "Auth.js has no adapter for version 7 of the MongoDB driver, and needs none here: a session is its signed cookie, and only accounts are kept in the database.",
    );
  }
  for (const provider of socialOf(config)) {
    const prefix = `AUTH_${provider.toUpperCase()}`;
    parts.push(
      `${providerLabels[provider]}: create an OAuth app with the callback address \`<app>/api/auth/callback/${provider}\`, then set \`${prefix}_ID\` and \`${prefix}_SECRET\`. Until then its button is off and says why.`,
    );
  }
  return parts.join("\n\n");
}
