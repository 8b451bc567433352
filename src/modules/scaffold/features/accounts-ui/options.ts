import type { ScaffoldConfig } from "../../schema";

/** What differs between the features that bring these pages. */
export interface AccountsUi {
  /** Whether a new account may have to wait for the link in an e-mail. */
  confirmsEmail: boolean;
  maxPasswordLength: number;
  /** Whether finding out which providers are off takes a request of its own. */
  asksProviders: boolean;
  /** Whether asking who is signed in may renew the session, so that its cookies belong in the answer. */
  renewsCookies: boolean;
}

export type SocialProvider = "github" | "google";

export const providerLabels: Record<SocialProvider, string> = { github: "GitHub", google: "Google" };

/** The chosen ways in that lead through another site. */
export function socialOf({ authProviders }: ScaffoldConfig): SocialProvider[] {
  return (["github", "google"] as const).filter((provider) => authProviders.includes(provider));
}

export const linkClass = "font-medium text-ink underline underline-offset-4";
