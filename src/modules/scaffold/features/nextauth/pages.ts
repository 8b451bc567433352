import type { ScaffoldConfig } from "../../schema";
import { providerLabels, socialOf } from "../accounts-ui/options";

/** Generated pages and forms of sign-in. */
export const accountMenu = `import { ButtonLink } from "@/components/button";
import { currentUser } from "./session";

/** The right end of the header: who is signed in, or the way in. */
export async function AccountMenu() {
  const user = await currentUser();
  if (user === undefined) {
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

export const accountPage = `import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { leave } from "@/auth/actions";
import { currentUser } from "@/auth/session";
import { PageShell } from "@/components/page-shell";
import { SubmitButton } from "@/components/submit-button";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const user = await currentUser();
  if (user === undefined) redirect("/sign-in?callbackUrl=/account");
  return (
    <PageShell title={"Signed in as " + user.name} lead="Only people who are signed in see this page." narrow>
      <dl className="divide-y divide-line rounded-lg border border-line bg-surface text-sm">
        <div className="flex justify-between gap-6 px-4 py-3">
          <dt className="text-muted">Name</dt>
          <dd className="min-w-0 wrap-anywhere">{user.name}</dd>
        </div>
        <div className="flex justify-between gap-6 px-4 py-3">
          <dt className="text-muted">E-mail</dt>
          <dd className="min-w-0 wrap-anywhere">{user.email ?? "not shared"}</dd>
        </div>
      </dl>
      <form action={leave}>
        <SubmitButton tone="secondary" pendingLabel="Signing out…">
          Sign out
        </SubmitButton>
      </form>
    </PageShell>
  );
}
`;

export function signInPage(config: ScaffoldConfig): string {
  const credentials = config.authProviders.includes("credentials");
  const social = socialOf(config);
  const buttons = social.map(
    (provider) =>
      `\n          <ProviderButton provider="${provider}" label="${providerLabels[provider]}" callbackUrl={target} />`,
  );
  const needed = credentials ? `[...missingFor("Sign-in"), ...missingFor("Database")]` : `missingFor("Sign-in")`;
  const shell = credentials
    ? `<PageShell
      title="Sign in"
      lead={
        <>
          New here?{" "}
          <Link
            href={"/sign-up?callbackUrl=" + encodeURIComponent(target)}
            className="font-medium text-ink underline underline-offset-4"
          >
            Create an account
          </Link>
          .
        </>
      }
      narrow
    >`
    : `<PageShell title="Sign in" lead="Use an account you have already." narrow>`;
  const divider =
    credentials && social.length > 0 ? `\n          <p className="text-center text-xs text-muted">or</p>` : "";
  const imports = [
    `import type { Metadata } from "next";`,
    credentials && `import Link from "next/link";`,
    `import { redirect } from "next/navigation";`,
    social.length > 0 && `import { ProviderButton } from "@/auth/provider-button";`,
    `import { safePath } from "@/auth/safe-path";`,
    `import { currentUser } from "@/auth/session";`,
    credentials && `import { SignInForm } from "@/auth/sign-in-form";`,
    `import { Notice } from "@/components/notice";`,
    `import { PageShell } from "@/components/page-shell";`,
    `import { missingFor } from "@/env";`,
  ].filter((line) => line !== false);
  return `${imports.join("\n")}

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string; error?: string }>;
}) {
  const { callbackUrl, error } = await searchParams;
  const target = safePath(callbackUrl);
  if ((await currentUser()) !== undefined) redirect(target);
  const missing = ${needed};
  return (
    ${shell}
      {error !== undefined && (
        <Notice tone="error" title="Signing in did not work">
          Nothing was changed. Try again; if it stays, the server log has the reason.
        </Notice>
      )}
      {missing.length > 0 ? (
        <Notice tone="warning" title="Sign-in is off">
          Set{" "}
          {missing.map((name) => (
            <code key={name} className="mr-1">
              {name}
            </code>
          ))}{" "}
          in <code>.env.local</code> and start again.
        </Notice>
      ) : (
        <>${credentials ? "\n          <SignInForm callbackUrl={target} />" : ""}${divider}${buttons.join("")}
        </>
      )}
    </PageShell>
  );
}
`;
}

export const signUpPage = `import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { safePath } from "@/auth/safe-path";
import { currentUser } from "@/auth/session";
import { SignUpForm } from "@/auth/sign-up-form";
import { Notice } from "@/components/notice";
import { PageShell } from "@/components/page-shell";
import { missingFor } from "@/env";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage({ searchParams }: { searchParams: Promise<{ callbackUrl?: string }> }) {
  const target = safePath((await searchParams).callbackUrl);
  if ((await currentUser()) !== undefined) redirect(target);
  const missing = [...missingFor("Sign-in"), ...missingFor("Database")];
  return (
    <PageShell
      title="Create an account"
      lead={
        <>
          Have one already?{" "}
          <Link
            href={"/sign-in?callbackUrl=" + encodeURIComponent(target)}
            className="font-medium text-ink underline underline-offset-4"
          >
            Sign in
          </Link>
          .
        </>
      }
      narrow
    >
      {missing.length > 0 ? (
        <Notice tone="warning" title="Sign-up is off">
          Set{" "}
          {missing.map((name) => (
            <code key={name} className="mr-1">
              {name}
            </code>
          ))}{" "}
          in <code>.env.local</code> and start again.
        </Notice>
      ) : (
        <SignUpForm callbackUrl={target} />
      )}
    </PageShell>
  );
}
`;

export const signInForm = `"use client";

import { useActionState } from "react";
import { Field } from "@/components/field";
import { Notice } from "@/components/notice";
import { SubmitButton } from "@/components/submit-button";
import { signInWithPassword } from "./actions";

export function SignInForm({ callbackUrl }: { callbackUrl: string }) {
  const [state, action] = useActionState(signInWithPassword, {});
  return (
    <form action={action} className="flex flex-col gap-4">
      {state.message !== undefined && <Notice tone="error" title={state.message} />}
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Field label="E-mail" name="email" type="email" required autoComplete="username" defaultValue={state.email} />
      <Field label="Password" name="password" type="password" required autoComplete="current-password" />
      <SubmitButton pendingLabel="Signing in…">Sign in</SubmitButton>
    </form>
  );
}
`;

export const signUpForm = `"use client";

import { useActionState } from "react";
import { Field } from "@/components/field";
import { Notice } from "@/components/notice";
import { SubmitButton } from "@/components/submit-button";
import { signUp } from "./actions";

export function SignUpForm({ callbackUrl }: { callbackUrl: string }) {
  const [{ message, errors, name, email }, action] = useActionState(signUp, {});
  return (
    <form action={action} className="flex flex-col gap-4">
      {message !== undefined && <Notice tone="error" title={message} />}
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Field
        label="Name"
        name="name"
        required
        maxLength={80}
        autoComplete="name"
        defaultValue={name}
        error={errors?.name}
      />
      <Field
        label="E-mail"
        name="email"
        type="email"
        required
        autoComplete="username"
        defaultValue={email}
        error={errors?.email}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        required
        minLength={10}
        maxLength={200}
        autoComplete="new-password"
        hint="At least 10 characters."
        error={errors?.password}
      />
      <SubmitButton pendingLabel="Creating the account…">Create account</SubmitButton>
    </form>
  );
}
`;

export const providerButton = `import { Button } from "@/components/button";
import { SubmitButton } from "@/components/submit-button";
import { signInWith } from "./actions";
import { missingOf, type Provider } from "./auth";

/** Stays visible without its keys, and says which are missing. */
export function ProviderButton({
  provider,
  label,
  callbackUrl,
}: {
  provider: Provider;
  label: string;
  callbackUrl: string;
}) {
  const missing = missingOf(provider);
  if (missing.length > 0) {
    return (
      <div className="flex flex-col gap-2">
        <Button tone="secondary" disabled aria-describedby={provider + "-needs"}>
          Continue with {label}
        </Button>
        <p id={provider + "-needs"} className="text-xs text-muted">
          Off until {missing.join(" and ")} {missing.length === 1 ? "is" : "are"} set.
        </p>
      </div>
    );
  }
  return (
    <form action={signInWith.bind(null, provider)} className="flex flex-col">
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <SubmitButton tone="secondary" pendingLabel={"Opening " + label + "…"}>
        Continue with {label}
      </SubmitButton>
    </form>
  );
}
`;
