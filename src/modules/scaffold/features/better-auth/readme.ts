import { hasReact } from "../../engine/client";
import type { ScaffoldConfig } from "../../schema";
import { providerLabels, socialOf } from "../accounts-ui/options";

/** What the README says about sign-in. */
export function betterAuthReadme(config: ScaffoldConfig): string {
  const hasPages = hasReact(config);
  const guard = config.framework === "next" ? "currentUser()" : "currentUser(request)";
  const parts = [
    `Better Auth with users and sessions in the project's own database. \`BETTER_AUTH_SECRET\` signs the cookies: \`openssl rand -base64 33\` makes one. Set \`BETTER_AUTH_URL\` to the address people see once the app has one; with https there, the cookies are for https only. ${hasPages ? "`/account` is the example of a protected page" : "`/api/account` is the example of a protected endpoint"}; \`${guard}\` in \`src/auth/session.ts\` protects others.`,
  ];
  if (config.authProviders.includes("credentials")) {
    parts.push(
      "Passwords are hashed with scrypt. An address may try twenty times a minute: the address a proxy names in `x-forwarded-for`, or all together where there is none. The count is kept in memory; with several instances move it to a shared store (`rateLimit` in `src/auth/auth.ts`).",
    );
  }
  for (const provider of socialOf(config)) {
    const label = providerLabels[provider];
    const prefix = provider.toUpperCase();
    parts.push(
      `${label}: create an OAuth app with the callback address \`<app>/api/auth/callback/${provider}\`, then set \`${prefix}_CLIENT_ID\` and \`${prefix}_CLIENT_SECRET\`. Until then it is off${hasPages ? ", and its button says why" : ""}.`,
    );
  }
  if (!hasPages && config.authProviders.includes("credentials")) parts.push(curlExample);
  return parts.join("\n\n");
}

const curlExample = `\`\`\`sh
curl -c cookies.txt -H 'content-type: application/json' \\
  -d '{"name":"Ada","email":"ada@example.com","password":"correct horse battery"}' \\
  localhost:3000/api/auth/sign-up/email
curl -b cookies.txt localhost:3000/api/account
curl -b cookies.txt -c cookies.txt -H 'origin: http://localhost:3000' -H 'content-type: application/json' \\
  -d '{}' localhost:3000/api/auth/sign-out
\`\`\`

A request that carries a cookie and changes something must name its origin; browsers do so by themselves.`;
