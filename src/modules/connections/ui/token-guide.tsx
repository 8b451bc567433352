import { ExternalLink, Info } from "lucide-react";
import { platformFacts } from "../platforms";
import type { ConnectOption } from "../schema";

/** Where the token is made, what to tick there and why. */
export function TokenGuide({ option }: { option: ConnectOption }) {
  const { label, tokenName, tokenPage, steps, scopes } = option;
  return (
    <div className="space-y-3">
      <p className="text-pretty text-muted">
        <a
          href={tokenPage}
          target="_blank"
          rel="noreferrer"
          className="font-medium text-link underline underline-offset-2"
        >
          Make {/^[aeiou]/i.test(tokenName) ? "an" : "a"} {tokenName} on {label}
          <ExternalLink aria-hidden className="ml-1 inline size-3.5 align-[-2px]" />
          <span className="sr-only">(opens in a new tab)</span>
        </a>
        . {steps}
      </p>
      {scopes.length > 0 ? (
        <dl className="space-y-1.5 rounded-lg border border-border bg-surface-secondary px-3 py-2.5 text-xs">
          {scopes.map(({ name, why, isRequired }) => (
            <div key={name} className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3">
              <dt>
                <code className="font-semibold">{name}</code>
                {isRequired ? null : <span className="block text-muted">optional</span>}
              </dt>
              <dd className="text-muted">{why}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      <OtherAddress option={option} />
    </div>
  );
}

/** A token must not go to an unexpected place unseen. */
function OtherAddress({ option: { platform, label, host } }: { option: ConnectOption }) {
  if (host === platformFacts[platform].apiHost) return null;
  return (
    <p className="flex gap-2 rounded-lg border border-info/35 bg-info/8 px-3 py-2 text-xs">
      <Info aria-hidden className="mt-0.5 size-3.5 shrink-0 text-info" />
      <span className="min-w-0 break-words">
        This Berth reaches {label} at <code>{host}</code>, so the token is sent there.
      </span>
    </p>
  );
}
