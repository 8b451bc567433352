import type { ScaffoldConfig } from "../../schema";
import { providerLabels, socialOf } from "../accounts-ui/options";
import { supabaseUrlKey } from "../supabase/connection-facts";
import { publishableKey } from "./facts";

/** `src/auth/auth-client.ts`: what the pages call. */
export function authClientModule(config: ScaffoldConfig): string {
  const credentials = config.authProviders.includes("credentials");
  const social = socialOf(config);
  return `import { z } from "zod";

/** Why an attempt was refused, and beside which field that belongs. */
const Refusal = z.object({ message: z.string(), field: z.enum(["name", "email", "password"]).optional() });
${credentials ? "export " : ""}type Refusal = z.output<typeof Refusal>;

const Answer = z.object({
  error: Refusal.optional().catch(unexpected),
${credentials ? "  isSignedIn: z.boolean().default(false),\n" : ""}${social.length > 0 ? "  url: z.string().optional(),\n" : ""}});

function unexpected(): Refusal {
  return { message: "The server gave no usable answer. Try again; if it stays, its log has the reason." };
}

async function post(path: string, body: object): Promise<z.output<typeof Answer>> {
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    return Answer.parse(await response.json());
  } catch {
    return Answer.parse({ error: unexpected() });
  }
}
${credentials ? credentialCalls : ""}${social.length > 0 ? socialCall(social) : ""}
export async function signOut(): Promise<void> {
  const { error } = await post("/api/auth/sign-out", {});
  if (error !== undefined) throw new Error(error.message);
}
`;
}

const credentialCalls = `
export async function signIn(credentials: { email: string; password: string }): Promise<Refusal | undefined> {
  return (await post("/api/auth/sign-in", credentials)).error;
}

/** A new account is signed in at once, or waits until its e-mail address is confirmed. */
export async function signUp(account: {
  name: string;
  email: string;
  password: string;
}): Promise<{ refusal?: Refusal; isSignedIn: boolean }> {
  const { error: refusal, isSignedIn } = await post("/api/auth/sign-up", account);
  return { refusal, isSignedIn };
}
`;

function socialCall(providers: readonly string[]): string {
  return `
export type Provider = ${providers.map((provider) => `"${provider}"`).join(" | ")};

/** Leaves for the provider, which sends the person back to \`target\`. */
export async function signInWith(provider: Provider, target: string): Promise<void> {
  const { url = "/sign-in?error=provider" } = await post("/api/auth/provider", { provider, target });
  window.location.assign(url);
}
`;
}

/** `src/auth/providers.ts`: which other sites people cannot come through yet. */
export function providersModule(config: ScaffoldConfig): string {
  const social = socialOf(config);
  const labels = social.map((provider) => `${provider}: "${providerLabels[provider]}"`).join(", ");
  const settings = social.map((provider) => `${provider}: z.boolean()`).join(", ");
  return `import { z } from "zod";
import { requireVariable } from "@/env";
import { missingForSignIn } from "./supabase";

const labels = { ${labels} };

const Settings = z.object({ external: z.object({ ${settings} }) });

/** Each provider that is off, and why. */
export async function providersOff(): Promise<Record<string, string>> {
  const settings = missingForSignIn().length > 0 ? undefined : await askSettings();
  const reasons = Object.entries(labels).map(([provider, label]) => {
    if (settings === undefined) return [provider, "Off: Supabase does not answer."];
    const isOn = settings.external[provider as keyof typeof labels];
    return [provider, isOn ? undefined : "Off until " + label + " is enabled in the Supabase project."];
  });
  return Object.fromEntries(reasons.filter(([, reason]) => reason !== undefined));
}

let asked: { at: number; settings: Promise<z.output<typeof Settings> | undefined> } | undefined;

/** What the project allows, asked at most once a minute. */
function askSettings(): Promise<z.output<typeof Settings> | undefined> {
  if (asked === undefined || Date.now() - asked.at > 60_000) asked = { at: Date.now(), settings: fetchSettings() };
  return asked.settings;
}

async function fetchSettings(): Promise<z.output<typeof Settings> | undefined> {
  try {
    const response = await fetch(new URL("/auth/v1/settings", requireVariable("${supabaseUrlKey(config)}")), {
      headers: { apikey: requireVariable("${publishableKey(config)}") },
      signal: AbortSignal.timeout(3000),
    });
    return Settings.parse(await response.json());
  } catch (error) {
    console.error("Supabase did not say which providers are on.", error);
    return undefined;
  }
}
`;
}
