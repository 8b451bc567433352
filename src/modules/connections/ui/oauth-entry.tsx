import { ButtonAnchor } from "@/ui/button";
import type { ConnectOption } from "../schema";

interface OauthEntryProps {
  option: ConnectOption;
  /** Where to go on afterwards. */
  back: string | undefined;
}

/** The platform's own consent page, which needs no token to be copied. */
export function OauthEntry({ option: { label, oauthHref }, back }: OauthEntryProps) {
  if (oauthHref === null) return null;
  const href = back === undefined ? oauthHref : `${oauthHref}?${new URLSearchParams({ return: back })}`;
  return (
    <div className="space-y-3 border-b border-separator pb-4">
      <ButtonAnchor href={href} variant="primary" className="w-full">
        Connect with {label}
      </ButtonAnchor>
      <p className="text-xs text-muted">{label} asks you what Berth may do. Or use a token of your own:</p>
    </div>
  );
}
