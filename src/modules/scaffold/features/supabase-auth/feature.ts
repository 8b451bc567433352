import { versions } from "../../catalog/versions";
import { hasReact } from "../../engine/client";
import type { Endpoint, Feature, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { accountsContribution, waysIn } from "../accounts-ui/contribution";
import { socialOf } from "../accounts-ui/options";
import { safePathModule } from "../accounts-ui/state";
import { authClientModule, providersModule } from "./client";
import { handlerModule } from "./endpoints";
import { supabaseAuthFacts } from "./facts";
import { supabaseAuthReadme } from "./readme";
import { clientModule, proxyModule, sessionModule } from "./server";

export const supabaseAuth: Feature = {
  ...supabaseAuthFacts,
  contribute: (config) => {
    const accounts = accountsContribution(config, {
      confirmsEmail: true,
      maxPasswordLength: 72,
      asksProviders: true,
      renewsCookies: config.framework !== "next",
    });
    return {
      ...accounts,
      files: [...accounts.files, ...ownFiles(config)],
      dependencies: [...new Set(["@supabase/ssr", "@supabase/supabase-js", "zod", ...accounts.dependencies] as const)],
      endpoints: [...ownEndpoints(config), ...accounts.endpoints],
      stack: [{ name: "Supabase SSR", version: versions["@supabase/ssr"] }],
      ingredients: ["sign-in by Supabase"],
      cards: [
        {
          href: hasReact(config) ? "/account" : "/api/account",
          title: "Account",
          body: `Sign in with ${waysIn(config)}; this page is only for people who are signed in.`,
          feature: "Sign-in",
        },
      ],
      landmarks: [
        { path: "src/auth/handler.ts", purpose: "Sign-up, sign-in and sign-out." },
        { path: "src/auth/session.ts", purpose: "currentUser(), to be asked wherever access matters." },
      ],
      readme: [{ heading: "Sign-in", body: supabaseAuthReadme(config) }],
      guidance: [
        "Protect a page or an endpoint by asking `currentUser()` in it, on the server. A hidden link protects nothing.",
        "Never trust `getSession()` of Supabase on the server: it does not verify the cookie. `currentUser()` does.",
      ],
    };
  },
};

function ownFiles(config: ScaffoldConfig): TemplateFile[] {
  const files: TemplateFile[] = [
    { path: "src/auth/supabase.ts", content: clientModule(config) },
    { path: "src/auth/session.ts", content: sessionModule(config) },
    { path: "src/auth/handler.ts", content: handlerModule(config) },
  ];
  if (config.framework === "next") files.push({ path: "src/proxy.ts", content: proxyModule(config) });
  if (!hasReact(config)) return [...files, { path: "src/auth/safe-path.ts", content: safePathModule(config) }];
  files.push({ path: "src/auth/auth-client.ts", content: authClientModule(config) });
  if (socialOf(config).length > 0) files.push({ path: "src/auth/providers.ts", content: providersModule(config) });
  return files;
}

function ownEndpoints(config: ScaffoldConfig): Endpoint[] {
  const post = (path: string, handler: string, summary: string, example: string): Endpoint => ({
    path: `/api/auth/${path}`,
    handlers: { POST: handler },
    from: "@/auth/handler",
    summary,
    example,
  });
  const json = (body: object) => `-H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
  const person = { email: "ada@example.com", password: "correct horse battery" };
  const [provider] = socialOf(config);
  return [
    ...(config.authProviders.includes("credentials")
      ? [
          post("sign-up", "signUp", "Makes an account.", `-c cookies.txt ${json({ name: "Ada", ...person })}`),
          post("sign-in", "signIn", "Signs in with e-mail and password.", `-c cookies.txt ${json(person)}`),
        ]
      : []),
    ...(provider === undefined
      ? []
      : [post("provider", "startSignIn", "Answers with the address of the provider to open.", json({ provider }))]),
    post("sign-out", "signOut", "Signs out.", "-X POST -b cookies.txt -c cookies.txt"),
    {
      path: "/api/auth/callback",
      handlers: { GET: "finishSignIn" },
      from: "@/auth/handler",
      summary: "Where the link of an e-mail and a provider send people back to.",
    },
  ];
}
