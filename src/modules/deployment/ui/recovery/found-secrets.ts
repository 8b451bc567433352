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

/** Roles that may let a finding of the secret scan go out. */
export function mayAllowSecrets(role: string | undefined): boolean {
  return role === "owner" || role === "admin";
}
