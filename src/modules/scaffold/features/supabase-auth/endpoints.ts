import type { ScaffoldConfig } from "../../schema";
import { socialOf } from "../accounts-ui/options";

/** `src/auth/handler.ts`: sign-up, sign-in, sign-out and the way back from an e-mail or a provider. */
export function handlerModule(config: ScaffoldConfig): string {
  const credentials = config.authProviders.includes("credentials");
  const social = socialOf(config);
  const imports = [
    credentials && `import type { AuthError } from "@supabase/supabase-js";`,
    (credentials || social.length > 0) && `import { z } from "zod";`,
    credentials || social.length > 0
      ? `import { originOf, readJson, refuse } from "@/http";`
      : `import { refuse } from "@/http";`,
    `import { safePath } from "./safe-path";`,
    `import { missingForSignIn, openClient } from "./supabase";`,
  ].filter((line) => line !== false);
  return `${imports.join("\n")}
${credentials ? credentialHandlers : ""}${social.length > 0 ? socialHandler(social) : ""}
export async function signOut(request: Request): Promise<Response> {
  const obstacle = obstacleOf(request);
  if (obstacle !== undefined) return obstacle;
  const { client, headers } = openClient(request);
  const { error } = await client.auth.signOut({ scope: "local" });
  if (error !== null) return refuse(502, "Supabase does not answer; try again.");
  return Response.json({}, { headers });
}

/** Where an e-mail's link and a provider send people back to, with a code that stands for the session. */
export async function finishSignIn(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const code = query.get("code");
  if (code === null || missingForSignIn().length > 0) return redirectTo("${failurePath(config)}", new Headers());
  const { client, headers } = openClient(request);
  const { error } = await client.auth.exchangeCodeForSession(code);
  return redirectTo(error === null ? safePath(query.get("next")) : "${failurePath(config)}", headers);
}

function redirectTo(path: string, headers: Headers): Response {
  headers.set("location", path);
  return new Response(null, { status: 303, headers });
}
${credentials || social.length > 0 ? callbackOf : ""}
/** Why a request that changes the session is not taken up. */
function obstacleOf(request: Request): Response | undefined {
  const missing = missingForSignIn();
  if (missing.length > 0) return refuse(503, "Sign-in is off until " + missing.join(" and ") + " is set.");
  // Another site must not sign people in or out; a program that is no browser names no origin.
  const origin = request.headers.get("origin");
  const isOwn = origin === null || (URL.canParse(origin) && new URL(origin).host === request.headers.get("host"));
  return isOwn ? undefined : refuse(403, "This address is only for the app's own pages.");
}
${credentials ? refusals : ""}`;
}

function failurePath({ framework }: ScaffoldConfig): string {
  return framework === "hono" ? "/?error=callback" : "/sign-in?error=callback";
}

const callbackOf = `
function callbackOf(request: Request, target: string): string {
  return originOf(request) + "/api/auth/callback?next=" + encodeURIComponent(safePath(target));
}
`;

const credentialHandlers = `
const Email = z.string().trim().toLowerCase().pipe(z.email("Write an e-mail address, such as ada@example.com."));

const Credentials = z.object({ email: Email, password: z.string().min(1, "Write your password.") });

const Account = z.object({
  name: z.string().trim().min(1, "Write the name others should see.").max(80, "Use at most 80 characters."),
  email: Email,
  // Supabase hashes with bcrypt, which reads no further than 72 bytes.
  password: z.string().min(10, "Use at least 10 characters.").max(72, "Use at most 72 characters."),
});

/** Answers \`isSignedIn: false\` when the address must be confirmed first, by the link in an e-mail. */
export async function signUp(request: Request): Promise<Response> {
  const obstacle = obstacleOf(request);
  if (obstacle !== undefined) return obstacle;
  const parsed = Account.safeParse(await readJson(request));
  if (!parsed.success) return refuseField(parsed.error);
  const { name, email, password } = parsed.data;
  const { client, headers } = openClient(request);
  const options = { data: { name }, emailRedirectTo: callbackOf(request, "") };
  const { data, error } = await client.auth.signUp({ email, password, options });
  if (error !== null) return refuseAttempt(error);
  // Where addresses must be confirmed, Supabase says in this way alone that one is taken.
  if (data.user?.identities?.length === 0) return refuseAttempt({ code: "user_already_exists" });
  return Response.json({ isSignedIn: data.session !== null }, { headers });
}

export async function signIn(request: Request): Promise<Response> {
  const obstacle = obstacleOf(request);
  if (obstacle !== undefined) return obstacle;
  const parsed = Credentials.safeParse(await readJson(request));
  if (!parsed.success) return refuseField(parsed.error);
  const { client, headers } = openClient(request);
  const { error } = await client.auth.signInWithPassword(parsed.data);
  return error === null ? Response.json({ isSignedIn: true }, { headers }) : refuseAttempt(error);
}
`;

function socialHandler(providers: readonly string[]): string {
  return `
const Departure = z.object({
  provider: z.enum([${providers.map((provider) => `"${provider}"`).join(", ")}]),
  target: z.string().default(""),
});

/** Answers with the address of the provider to open. */
export async function startSignIn(request: Request): Promise<Response> {
  const obstacle = obstacleOf(request);
  if (obstacle !== undefined) return obstacle;
  const parsed = Departure.safeParse(await readJson(request));
  if (!parsed.success) return refuse(400, "Name a provider: ${providers.join(" or ")}.");
  const { provider, target } = parsed.data;
  const { client, headers } = openClient(request);
  const options = { redirectTo: callbackOf(request, target), skipBrowserRedirect: true };
  const { data, error } = await client.auth.signInWithOAuth({ provider, options });
  if (error !== null) return refuse(502, "Supabase does not answer; try again.");
  return Response.json({ url: data.url }, { headers });
}
`;
}

const refusals = `
interface Refusal {
  status: number;
  message: string;
  field?: "email" | "password";
}

const refusals: Partial<Record<string, Refusal>> = {
  invalid_credentials: { status: 401, message: "That e-mail address and password do not belong together." },
  email_not_confirmed: {
    status: 403,
    message: "This address is not confirmed yet. Open the link in the e-mail that was sent to it.",
  },
  user_already_exists: {
    status: 409,
    message: "This address has an account already. Sign in instead.",
    field: "email",
  },
  email_address_invalid: { status: 400, message: "Supabase does not take this address.", field: "email" },
  weak_password: { status: 400, message: "This password is too easy to guess. Use a longer one.", field: "password" },
  signup_disabled: { status: 403, message: "Sign-up is switched off in the Supabase project." },
  email_provider_disabled: { status: 403, message: "E-mail sign-in is switched off in the Supabase project." },
  over_request_rate_limit: { status: 429, message: "Too many attempts. Wait a few minutes, then try again." },
  over_email_send_rate_limit: { status: 429, message: "Too many e-mails were sent. Wait an hour, then try again." },
};

function refuseAttempt(error: Pick<AuthError, "code">): Response {
  const known = refusals[error.code ?? ""];
  if (known === undefined) {
    console.error("Supabase refused an attempt to sign in:", error);
    return refuse(502, "Sign-in does not work at the moment; the server log has the reason.");
  }
  const { status, ...refusal } = known;
  return Response.json({ error: refusal }, { status });
}

function refuseField({ issues: [issue] }: z.ZodError): Response {
  const field = issue?.path[0];
  const message = field === undefined ? "Send a JSON object." : issue?.message;
  return Response.json({ error: { message, field } }, { status: 400 });
}
`;
