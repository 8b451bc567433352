import { hasReact } from "../../engine/client";
import type { ScaffoldConfig } from "../../schema";
import { providerLabels, socialOf } from "../accounts-ui/options";
import { supabaseUrlKey } from "../supabase/connection-facts";
import { publishableKey } from "./facts";

/** What the README says about sign-in. */
export function supabaseAuthReadme(config: ScaffoldConfig): string {
  const guard = config.framework === "next" ? "currentUser()" : "currentUser(request)";
  const keeps =
    config.framework === "next"
      ? "`src/proxy.ts` renews a session that runs out."
      : "`/api/account` renews a session that runs out.";
  const parts = [
    `Supabase keeps the users; the session is in cookies that only the server reads. Set \`${supabaseUrlKey(config)}\` and \`${publishableKey(config)}\` from the project's dashboard, under Connect. ${keeps} ${hasReact(config) ? "`/account` is the example of a protected page" : "`/api/account` is the example of a protected endpoint"}; \`${guard}\` in \`src/auth/session.ts\` protects others.`,
    "In the dashboard, under Authentication, URL Configuration, add `<app>/api/auth/callback**` to the redirect addresses: e-mails and providers lead back through it.",
  ];
  if (config.authProviders.includes("credentials")) {
    parts.push(
      "A new project asks people to confirm their e-mail address; sign-up says so and waits. Supabase sends a few e-mails an hour by itself; for more, give it an SMTP server of your own.",
    );
  }
  for (const provider of socialOf(config)) {
    parts.push(
      `${providerLabels[provider]}: enable it in the dashboard, under Authentication, Sign In / Providers. Until then it is off${hasReact(config) ? ", and its button says why" : ""}.`,
    );
  }
  return parts.join("\n\n");
}
