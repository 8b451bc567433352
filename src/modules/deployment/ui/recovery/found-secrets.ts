import * as z from "zod";
import { FoundSecret } from "../../schema";

const Refusal = z.object({
  data: z.object({ error: z.object({ details: z.object({ findings: z.array(FoundSecret) }) }) }),
});
const allowable = 10;

/** The secrets for which a push was refused; none for any other refusal, and for more than a person allows one by one. */
export function secretsOf(error: unknown): readonly FoundSecret[] {
  const refusal = Refusal.safeParse(error);
  const found = refusal.success ? refusal.data.data.error.details.findings : [];
  return found.length <= allowable ? found : [];
}

/** Where secrets were found, in words. */
export function placesOf(secrets: readonly FoundSecret[]): string {
  const places = secrets.map(({ file, line, name }) => `${file}:${line} (${name})`);
  return `the files hold ${secrets.length === 1 ? "a secret" : "secrets"}, ${places.join(", ")}`;
}

/** Roles that may let a finding of the secret scan go out. */
export function mayAllowSecrets(role: string | undefined): boolean {
  return role === "owner" || role === "admin";
}
