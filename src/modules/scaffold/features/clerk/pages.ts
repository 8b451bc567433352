import { clientDirective } from "../../engine/client";
import type { ScaffoldConfig } from "../../schema";

const packageOf = ({ framework }: ScaffoldConfig): string => (framework === "next" ? "@clerk/nextjs" : "@clerk/react");

/** `src/auth/sign-in-page.tsx`. */
export function signInPage(config: ScaffoldConfig): string {
  return formPage(config, {
    component: "SignIn",
    title: "Sign in",
    lead: "Clerk asks who you are.",
    other: "signUpUrl",
    otherPath: "/sign-up",
  });
}

/** `src/auth/sign-up-page.tsx`. */
export function signUpPage(config: ScaffoldConfig): string {
  return formPage(config, {
    component: "SignUp",
    title: "Create an account",
    lead: "Clerk keeps the account.",
    other: "signInUrl",
    otherPath: "/sign-in",
  });
}

interface FormPage {
  component: "SignIn" | "SignUp";
  title: string;
  lead: string;
  other: string;
  otherPath: string;
}

function formPage(config: ScaffoldConfig, { component, title, lead, other, otherPath }: FormPage): string {
  const isNext = config.framework === "next";
  const imports = [
    `import { ClerkFailed, ClerkLoading, ${component} } from "${packageOf(config)}";`,
    `import { Notice } from "@/components/notice";`,
    `import { PageShell } from "@/components/page-shell";`,
    ...(isNext ? [] : [`import { publishableKey } from "./publishable-key";`]),
    `import { safePath } from "./safe-path";`,
    `import { useQuery } from "./use-query";`,
  ];
  const form = `<${component}
        routing="hash"
        ${other}={"${otherPath}?callbackUrl=" + encodeURIComponent(target)}
        forceRedirectUrl={target}
      />`;
  const body = `      <ClerkLoading>
        <p className="text-sm text-muted">Opening the form…</p>
      </ClerkLoading>
      <ClerkFailed>
        <Notice tone="error" title="Clerk does not answer">
          Its form could not be loaded. Check the publishable key and the network, then reload this page.
        </Notice>
      </ClerkFailed>
      ${form}
`;
  const guard = isNext
    ? ""
    : `  if (publishableKey === undefined) {
    return (
      <PageShell title="${title}" lead="${lead}" narrow>
        <Notice tone="warning" title="Sign-in is off">
          The app was built without <code>VITE_CLERK_PUBLISHABLE_KEY</code>. Set it and build again.
        </Notice>
      </PageShell>
    );
  }
`;
  return `${clientDirective(config)}${imports.join("\n")}

export function ${component}Page() {
  const target = safePath(useQuery("callbackUrl"));
${guard}  return (
    <PageShell title="${title}" lead="${lead}" narrow>
${body}    </PageShell>
  );
}
`;
}

/** `src/auth/account-page.tsx`: the example of a page for people who are signed in. */
export function accountPage(config: ScaffoldConfig): string {
  return `${clientDirective(config)}import { useClerk, useUser } from "${packageOf(config)}";
import { Button } from "@/components/button";
import { PageShell } from "@/components/page-shell";

export function AccountPage() {
  const { user } = useUser();
  const { signOut } = useClerk();
  const email = user?.primaryEmailAddress?.emailAddress;
  return (
    <PageShell title="Your account" lead="Only people who are signed in see this page." narrow>
      <dl className="divide-y divide-line rounded-lg border border-line bg-surface text-sm">
        <Row label="Name" value={user ? (user.fullName ?? user.username ?? email) : undefined} />
        <Row label="E-mail" value={user ? (email ?? "not shared") : undefined} />
      </dl>
      <Button tone="secondary" onClick={() => signOut({ redirectUrl: "/" })}>
        Sign out
      </Button>
    </PageShell>
  );
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
