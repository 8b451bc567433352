import { clientDirective } from "../../engine/client";
import type { ScaffoldConfig } from "../../schema";
import { providerLabels, socialOf } from "./options";

/** `src/auth/account-page.tsx`: the example of a page for people who are signed in. */
export function accountPage(config: ScaffoldConfig): string {
  return `${clientDirective(config)}import { useActionState } from "react";
import { Notice } from "@/components/notice";
import { PageShell } from "@/components/page-shell";
import { SubmitButton } from "@/components/submit-button";
import { signOut } from "./auth-client";
import { useSignInState } from "./sign-in-state";

export function AccountPage() {
  const user = useSignInState()?.user;
  const [error, leave] = useActionState(signOutAndGoHome, undefined);
  return (
    <PageShell title="Your account" lead="Only people who are signed in see this page." narrow>
      <dl className="divide-y divide-line rounded-lg border border-line bg-surface text-sm">
        <Row label="Name" value={user?.name} />
        <Row label="E-mail" value={user === undefined ? undefined : (user?.email ?? "not shared")} />
      </dl>
      {error !== undefined && <Notice tone="error" title={error} />}
      <form action={leave} className="flex flex-col">
        <SubmitButton tone="secondary" pendingLabel="Signing out…">
          Sign out
        </SubmitButton>
      </form>
    </PageShell>
  );
}

async function signOutAndGoHome(): Promise<string | undefined> {
  try {
    await signOut();
    window.location.assign("/");
  } catch {
    return "Signing out did not work. Try again.";
  }
}

function Row({ label, value = "…" }: { label: string; value?: string }) {
  return (
    <div className="flex justify-between gap-6 px-4 py-3">
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 wrap-anywhere">{value}</dd>
    </div>
  );
}
`;
}

/** `src/auth/account-menu.tsx`: the right end of the header. */
export function accountMenu({ framework }: ScaffoldConfig): string {
  return framework === "next" ? serverMenu : clientMenu;
}

const menuBody = `  if (user === undefined) {
    return (
      <ButtonLink href="/sign-in" tone="secondary">
        Sign in
      </ButtonLink>
    );
  }
  return (
    <ButtonLink href="/account" tone="secondary" aria-label={"Account of " + user.name}>
      <span className="max-w-28 truncate">{user.name}</span>
    </ButtonLink>
  );
}
`;

const serverMenu = `import { connection } from "next/server";
import { ButtonLink } from "@/components/button";
import { currentUser } from "./session";

/** The right end of the header: who is signed in, or the way in. */
export async function AccountMenu() {
  await connection();
  // A page must not fall with its header: when the sessions do not answer, the way in is shown.
  const user = await currentUser().catch((error: unknown) => {
    console.error("The header could not ask who is signed in.", error);
    return undefined;
  });
${menuBody}`;

const clientMenu = `import { ButtonLink } from "@/components/button";
import { useSignInState } from "./sign-in-state";

/** The right end of the header: who is signed in, or the way in. */
export function AccountMenu() {
  const state = useSignInState();
  if (state === undefined) return <span aria-hidden className="h-11 w-20 sm:h-9" />;
  const { user } = state;
${menuBody}`;

/** `src/auth/provider-buttons.tsx`. */
export function providerButtons(config: ScaffoldConfig): string {
  const entries = socialOf(config).map((provider) => `{ id: "${provider}", label: "${providerLabels[provider]}" }`);
  const list = entries.length === 1 ? entries.join("") : `\n${entries.map((entry) => `  ${entry},\n`).join("")}`;
  return `${clientDirective(config)}import { useState } from "react";
import { Button } from "@/components/button";
import { type Provider, signInWith } from "./auth-client";
import { useSignInState } from "./sign-in-state";

const providers: { id: Provider; label: string }[] = [${list}];

/** A provider stays visible while it is off, and says why. */
export function ProviderButtons({ target }: { target: string }) {
  const [opening, setOpening] = useState<Provider>();
  const state = useSignInState();
  const open = (provider: Provider) => {
    setOpening(provider);
    signInWith(provider, target).finally(() => setOpening(undefined));
  };
  return (
    <div className="flex flex-col gap-3">
      {providers.map(({ id, label }) => {
        const reason = state?.providersOff[id];
        const isOff = state === undefined || reason !== undefined;
        return (
          <div key={id} className="flex flex-col gap-2">
            <Button
              tone="secondary"
              disabled={isOff || opening !== undefined}
              aria-describedby={reason === undefined ? undefined : id + "-off"}
              onClick={() => open(id)}
            >
              {opening === id ? "Opening " + label + "…" : "Continue with " + label}
            </Button>
            {reason !== undefined && (
              <p id={id + "-off"} className="text-xs text-muted">
                {reason}
              </p>
            )}
          </div>
        );
      })}
    </div>
  );
}
`;
}
