import { versions } from "../../catalog/versions";
import { hasReact } from "../../engine/client";
import type { Endpoint, Feature } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { accountsContribution, waysIn } from "../accounts-ui/contribution";
import { type AccountsUi, socialOf } from "../accounts-ui/options";
import { betterAuthFacts } from "./facts";
import { betterAuthReadme } from "./readme";
import { authModule, clientModule, handlerModule, providersModule, sessionModule } from "./server";
import { betterAuthTables } from "./tables";

const ui: AccountsUi = { confirmsEmail: false, maxPasswordLength: 128, asksProviders: false, renewsCookies: false };

export const betterAuth: Feature = {
  ...betterAuthFacts,
  contribute: (config) => {
    const accounts = accountsContribution(config, ui);
    const hasPages = hasReact(config);
    return {
      ...accounts,
      files: [
        ...accounts.files,
        { path: "src/auth/auth.ts", content: authModule(config) },
        { path: "src/auth/session.ts", content: sessionModule(config) },
        { path: "src/auth/handler.ts", content: handlerModule },
        ...(hasPages ? [{ path: "src/auth/auth-client.ts", content: clientModule(config) }] : []),
        ...(hasPages && socialOf(config).length > 0
          ? [{ path: "src/auth/providers.ts", content: providersModule(config) }]
          : []),
      ],
      // The adapter for MongoDB imports the driver, which is a dependency of Mongoose alone otherwise.
      dependencies: [
        "better-auth",
        ...accounts.dependencies,
        ...(config.database === "mongoose" ? (["mongodb"] as const) : []),
      ],
      endpoints: [...(hasPages ? [] : honoEndpoints(config)), authEndpoint, ...accounts.endpoints],
      stack: [{ name: "Better Auth", version: versions["better-auth"] }],
      ingredients: ["sign-in by Better Auth"],
      cards: [
        {
          href: hasPages ? "/account" : "/api/account",
          title: "Account",
          body: `Sign in with ${waysIn(config)}; this page is only for people who are signed in.`,
          feature: "Sign-in",
        },
      ],
      landmarks: [
        { path: "src/auth/auth.ts", purpose: "The ways to sign in." },
        { path: "src/auth/session.ts", purpose: "currentUser(), to be asked wherever access matters." },
      ],
      tables: betterAuthTables,
      readme: [{ heading: "Sign-in", body: betterAuthReadme(config) }],
      guidance: [
        "Protect a page or an endpoint by asking `currentUser()` in it, on the server. A hidden link protects nothing.",
        "`src/auth/auth.ts` is opened with the database on first use: reach it through `getAuth()`, never at import.",
      ],
    };
  },
};

const authEndpoint: Endpoint = {
  path: "/api/auth/*",
  handlers: { GET: "answerAuth", POST: "answerAuth" },
  from: "@/auth/handler",
  summary: "Sign-up, sign-in, sign-out and the way back from a provider, answered by Better Auth.",
};

/** Without pages, each address people call is listed with an example that runs as pasted. */
function honoEndpoints(config: ScaffoldConfig): Endpoint[] {
  const at = (path: string, summary: string, example: string): Endpoint => ({
    path: `/api/auth/${path}`,
    handlers: { POST: "answerAuth" },
    from: "@/auth/handler",
    summary,
    example,
  });
  const json = (body: object) => `-H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
  const person = { email: "ada@example.com", password: "correct horse battery" };
  const credentials = [
    at("sign-up/email", "Makes an account and signs in.", `-c cookies.txt ${json({ name: "Ada", ...person })}`),
    at("sign-in/email", "Signs in with e-mail and password.", `-c cookies.txt ${json(person)}`),
  ];
  const [provider] = socialOf(config);
  return [
    ...(config.authProviders.includes("credentials") ? credentials : []),
    ...(provider === undefined
      ? []
      : [at("sign-in/social", "Answers with the address of the provider to open.", json({ provider }))]),
    at("sign-out", "Signs out.", `-b cookies.txt -c cookies.txt -H 'origin: http://localhost:3000' ${json({})}`),
  ];
}
