import type { ScaffoldConfig } from "../schema";
import type { CodeImport } from "./feature";

/** Lines of generated code with the imports they need. */
export interface Snippet {
  imports: CodeImport[];
  code: string;
}

/** How generated code asks who is signed in: on Next the framework knows the request, elsewhere it is handed over. */
export function currentUserCall({ framework }: ScaffoldConfig): string {
  return framework === "next" ? "currentUser()" : "currentUser(request)";
}

/** Whether the project has a rate limiter, from one of the two features that bring it. */
export function hasRateLimit({ extras }: ScaffoldConfig): boolean {
  return extras.includes("redis") || extras.includes("upstash");
}

/**
 * Guards for the body of an endpoint `(request: Request) => Promise<Response>` that costs money or a machine's time: a
 * person signed in where the project has sign-in, and the rate limit where it has one. `refuse(status, message)` must
 * be in scope. `purpose` ends the sentence "Sign in to ...".
 */
export function costGuards(config: ScaffoldConfig, bucket: string, purpose: string): Snippet {
  const imports: CodeImport[] = [];
  let code = "";
  if (config.auth !== "none") {
    imports.push({ name: "currentUser", from: "@/auth/session" });
    code += `  if ((await ${currentUserCall(config)}) === undefined) return refuse(401, "Sign in to ${purpose}.");\n`;
  }
  if (hasRateLimit(config)) {
    imports.push({ name: "checkRateLimit", from: "@/cache/rate-limit" });
    code += `  const limit = await checkRateLimit("${bucket}", request);
  if (!limit.isAllowed) return refuse(429, "Too many requests. Try again in " + limit.retryAfterSeconds + " seconds.");\n`;
  }
  return { imports, code };
}
