import { ButtonLink } from "@/ui/button";
import { AuthCard } from "./auth-card";
import { Submit } from "./form-parts";
import { Notice } from "./notice";
import { LinkHelp } from "./sign-in-panel";

interface LinkPanelProps {
  state: "ready" | "used" | "expired" | "unknown" | "limited";
  token: string;
  isEmbedded: boolean;
  wait?: string | undefined;
}

const ended = {
  used: {
    title: "This link was used already",
    why: "A sign-in link works once. If it was not you who used it, sign out everywhere in the settings.",
  },
  expired: { title: "This link has expired", why: "A sign-in link works for 15 minutes." },
  unknown: {
    title: "This link is not known",
    why: "It may be cut off, from another Berth, or ended by signing out everywhere.",
  },
} as const;

/** Opening a link changes nothing, because previews and scanners open links too; only the button uses it up. */
export function LinkPanel({ state, token, isEmbedded, wait }: LinkPanelProps) {
  if (state === "ready") {
    return (
      <AuthCard title="Welcome aboard" lead="This link signs this browser in. It works once.">
        <form method="post" action="/api/auth/link">
          <input type="hidden" name="token" value={token} />
          <Submit autoFocus>Sign in to Berth</Submit>
        </form>
      </AuthCard>
    );
  }
  if (state === "limited") {
    return (
      <AuthCard title="Sign in to Berth">
        <Notice kind="wait" title="Too many attempts">
          Open the link again in {wait ?? "15 minutes"}; it was not used up.
        </Notice>
      </AuthCard>
    );
  }
  return (
    <AuthCard title="Sign in to Berth">
      <Notice kind="problem" title={ended[state].title}>
        {ended[state].why}
      </Notice>
      <LinkHelp isEmbedded={isEmbedded} />
      <ButtonLink href="/sign-in" size="lg" className="w-full">
        Other ways to sign in
      </ButtonLink>
    </AuthCard>
  );
}
