import { CommandLine } from "@/ui/command-line";
import { AuthCard } from "./auth-card";
import { PlainField, Submit } from "./form-parts";
import { Notice } from "./notice";

interface SignInPanelProps {
  hasPassword: boolean;
  isEmbedded: boolean;
  /** Where to go afterwards. */
  next: string;
  /** Why the last attempt failed, and how long to wait when there were too many ("12 minutes"). */
  error?: string | undefined;
  wait?: string | undefined;
}

/** Sign in with e-mail and password once there is one, and always how to get a sign-in link. */
export function SignInPanel({ hasPassword, isEmbedded, next, error, wait }: SignInPanelProps) {
  return (
    <AuthCard
      title="Sign in to Berth"
      lead={hasPassword ? undefined : "This Berth has no password yet. You sign in with a link from its terminal."}
    >
      <Problem error={error} wait={wait} />
      {hasPassword ? (
        <>
          <form method="post" action="/api/auth/password" className="space-y-4">
            <input type="hidden" name="next" value={next} />
            <PlainField
              label="E-mail"
              name="email"
              type="email"
              autoComplete="username"
              required
              maxLength={254}
              autoFocus
            />
            <PlainField
              label="Password"
              name="password"
              type="password"
              autoComplete="current-password"
              required
              maxLength={200}
            />
            <Submit>Sign in</Submit>
          </form>
          <Divider />
        </>
      ) : null}
      <LinkHelp isEmbedded={isEmbedded} />
    </AuthCard>
  );
}

/** How to get a sign-in link. */
export function LinkHelp({ isEmbedded }: { isEmbedded: boolean }) {
  if (!isEmbedded) {
    return (
      <p className="text-pretty text-muted">
        A sign-in link for the owner is printed each time Berth starts: look for it in the output of the server.
      </p>
    );
  }
  return (
    <div className="space-y-2.5">
      <p className="text-pretty text-muted">
        On the machine Berth runs on, get a link that works once, for 15 minutes:
      </p>
      <CommandLine command="berth open --print" />
    </div>
  );
}

function Problem({ error, wait }: { error: string | undefined; wait: string | undefined }) {
  if (!error) return null;
  if (error === "limit") {
    return (
      <Notice kind="wait" title="Too many attempts">
        Try again in {wait ?? "15 minutes"}. A sign-in link works meanwhile.
      </Notice>
    );
  }
  if (error === "unauthenticated") {
    return (
      <Notice kind="problem" title="Not signed in">
        The e-mail address or the password is not right.
      </Notice>
    );
  }
  return (
    <Notice kind="problem" title="Not signed in">
      Signing in failed. Try again; the log of Berth has the details.
    </Notice>
  );
}

function Divider() {
  return (
    <div className="flex items-center gap-3 text-xs text-faint">
      <span className="h-px flex-1 bg-separator" />
      or with a link
      <span className="h-px flex-1 bg-separator" />
    </div>
  );
}
