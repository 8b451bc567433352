import { clientDirective } from "../../engine/client";
import type { ScaffoldConfig } from "../../schema";
import { type AccountsUi, linkClass, socialOf } from "./options";

/** `src/auth/sign-in-page.tsx`. */
export function signInPage(config: ScaffoldConfig): string {
  const credentials = config.authProviders.includes("credentials");
  const social = socialOf(config).length > 0;
  const imports = [
    credentials && `import { useActionState } from "react";`,
    credentials && `import { Field } from "@/components/field";`,
    credentials && `import { Link } from "@/components/link";`,
    `import { Notice } from "@/components/notice";`,
    `import { PageShell } from "@/components/page-shell";`,
    credentials && `import { SubmitButton } from "@/components/submit-button";`,
    credentials && `import { type Refusal, signIn } from "./auth-client";`,
    social && `import { ProviderButtons } from "./provider-buttons";`,
    `import { safePath } from "./safe-path";`,
    `import { useLeaveWhenSignedIn } from "./sign-in-state";`,
    `import { useQuery } from "./use-query";`,
  ].filter((line) => line !== false);
  const shell = credentials
    ? shellWithSignUp
    : `<PageShell title="Sign in" lead="Use an account you have already." narrow>`;
  const ways = [
    credentials && "<SignInForm target={target} />",
    credentials && social && `<p className="text-center text-xs text-muted">or</p>`,
    social && "<ProviderButtons target={target} />",
  ].filter((line) => line !== false);
  return `${clientDirective(config)}${imports.join("\n")}

export function SignInPage() {
  const target = safePath(useQuery("callbackUrl"));
  const error = useQuery("error");
  useLeaveWhenSignedIn(target);
  return (
    ${shell}
      {error !== undefined && (
        <Notice tone="error" title="Signing in did not work">
          Nothing was changed. Try again; if it stays, the server log has the reason.
        </Notice>
      )}
${ways.map((line) => `      ${line}\n`).join("")}    </PageShell>
  );
}
${credentials ? signInForm : ""}`;
}

const shellWithSignUp = `<PageShell
      title="Sign in"
      lead={
        <>
          New here?{" "}
          <Link
            href={"/sign-up?callbackUrl=" + encodeURIComponent(target)}
            className="${linkClass}"
          >
            Create an account
          </Link>
          .
        </>
      }
      narrow
    >`;

const signInForm = `
interface FormState {
  refusal?: Refusal;
  /** What was typed, so that a refused form is not empty; never the password. */
  email?: string;
}

async function submit(target: string, form: FormData): Promise<FormState> {
  const email = String(form.get("email") ?? "");
  const refusal = await signIn({ email, password: String(form.get("password") ?? "") });
  if (refusal === undefined) window.location.assign(target);
  return { refusal, email };
}

function SignInForm({ target }: { target: string }) {
  const [{ refusal, email }, action] = useActionState(
    (_previous: FormState, form: FormData) => submit(target, form),
    {},
  );
  const errorOf = (field: Refusal["field"]) => (refusal?.field === field ? refusal?.message : undefined);
  return (
    <form action={action} className="flex flex-col gap-4">
      {refusal !== undefined && refusal.field === undefined && <Notice tone="error" title={refusal.message} />}
      <Field
        label="E-mail"
        name="email"
        type="email"
        required
        autoComplete="username"
        defaultValue={email}
        error={errorOf("email")}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        required
        autoComplete="current-password"
        error={errorOf("password")}
      />
      <SubmitButton pendingLabel="Signing in…">Sign in</SubmitButton>
    </form>
  );
}
`;

/** `src/auth/sign-up-page.tsx`. */
export function signUpPage(config: ScaffoldConfig, { confirmsEmail, maxPasswordLength }: AccountsUi): string {
  const page = confirmsEmail ? confirmingPage : plainPage;
  return `${clientDirective(config)}import { useActionState } from "react";
import { Field } from "@/components/field";
import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import { PageShell } from "@/components/page-shell";
import { SubmitButton } from "@/components/submit-button";
import { type Refusal, signUp } from "./auth-client";
import { safePath } from "./safe-path";
import { useLeaveWhenSignedIn } from "./sign-in-state";
import { useQuery } from "./use-query";

interface FormState {
  refusal?: Refusal;
  /** What was typed, so that a refused form is not empty; never the password. */
  name?: string;
  email?: string;${confirmsEmail ? "\n  /** The account waits for the link that was sent to its address. */\n  isWaiting?: boolean;" : ""}
}

async function submit(target: string, form: FormData): Promise<FormState> {
  const typed = { name: String(form.get("name") ?? ""), email: String(form.get("email") ?? "") };
${confirmsEmail ? confirmingSubmit : plainSubmit}}
${page}
function SignUpForm({ state, action }: { state: FormState; action: (form: FormData) => void }) {
  const { refusal, name, email } = state;
  const errorOf = (field: Refusal["field"]) => (refusal?.field === field ? refusal?.message : undefined);
  return (
    <form action={action} className="flex flex-col gap-4">
      {refusal !== undefined && refusal.field === undefined && <Notice tone="error" title={refusal.message} />}
      <Field
        label="Name"
        name="name"
        required
        maxLength={80}
        autoComplete="name"
        defaultValue={name}
        error={errorOf("name")}
      />
      <Field
        label="E-mail"
        name="email"
        type="email"
        required
        autoComplete="username"
        defaultValue={email}
        error={errorOf("email")}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        required
        minLength={10}
        maxLength={${maxPasswordLength}}
        autoComplete="new-password"
        hint="At least 10 characters."
        error={errorOf("password")}
      />
      <SubmitButton pendingLabel="Creating the account…">Create account</SubmitButton>
    </form>
  );
}
`;
}

const plainSubmit = `  const refusal = await signUp({ ...typed, password: String(form.get("password") ?? "") });
  if (refusal === undefined) window.location.assign(target);
  return { refusal, ...typed };
`;

const confirmingSubmit = `  const { refusal, isSignedIn } = await signUp({ ...typed, password: String(form.get("password") ?? "") });
  if (isSignedIn) window.location.assign(target);
  return { refusal, ...typed, isWaiting: refusal === undefined && !isSignedIn };
`;

const action = `const [state, action] = useActionState((_previous: FormState, form: FormData) => submit(target, form), {});`;

const shell = `<PageShell
      title="Create an account"
      lead={
        <>
          Have one already?{" "}
          <Link
            href={"/sign-in?callbackUrl=" + encodeURIComponent(target)}
            className="${linkClass}"
          >
            Sign in
          </Link>
          .
        </>
      }
      narrow
    >`;

const plainPage = `
export function SignUpPage() {
  const target = safePath(useQuery("callbackUrl"));
  ${action}
  useLeaveWhenSignedIn(target);
  return (
    ${shell}
      <SignUpForm state={state} action={action} />
    </PageShell>
  );
}
`;

const confirmingPage = `
export function SignUpPage() {
  const target = safePath(useQuery("callbackUrl"));
  ${action}
  useLeaveWhenSignedIn(target);
  if (state.isWaiting) {
    return (
      <PageShell title="Confirm your e-mail address" lead={"A message is on its way to " + state.email + "."} narrow>
        <p className="text-sm text-muted">
          Open the link in it to finish the account. Nothing arrived after a few minutes? Look in the spam folder, or
          sign up again.
        </p>
      </PageShell>
    );
  }
  return (
    ${shell}
      <SignUpForm state={state} action={action} />
    </PageShell>
  );
}
`;
