"use client";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus, SquareTerminal } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { SkeletonRows } from "@/ui/skeleton";
import { RelativeTime } from "@/ui/time";
import { useTRPC } from "@/ui/trpc";
import type { TokenPurpose, TokenSummary } from "../schema";
import { CreateTokenDialog } from "./create-token-dialog";
import { RevokeTokenDialog } from "./revoke-token-dialog";

const purposes: Record<TokenPurpose, string> = { api: "API", login: "Terminal", machine: "This machine" };

/** Tokens that act in the person's name: list, create, revoke. */
export function TokenSection() {
  const trpc = useTRPC();
  const tokens = useQuery(trpc.identity.tokens.list.queryOptions());
  const [isCreating, setCreating] = useState(false);
  const [revoked, setRevoked] = useState<TokenSummary>();
  const create = (
    <Button size="sm" onPress={() => setCreating(true)}>
      <Plus aria-hidden />
      New token
    </Button>
  );
  return (
    <Section
      id="tokens"
      title="API tokens"
      description="For the berth command elsewhere, scripts and CI. Each has your permissions until it is revoked."
      actions={create}
    >
      {tokens.isError ? (
        <div className="p-4">
          <ErrorState title="Tokens could not be loaded" error={tokens.error} onRetry={() => void tokens.refetch()} />
        </div>
      ) : tokens.data ? (
        <TokenList tokens={tokens.data} onRevoke={setRevoked} />
      ) : (
        <div className="p-4">
          <SkeletonRows rows={2} what="tokens" />
        </div>
      )}
      <CreateTokenDialog isOpen={isCreating} onClose={() => setCreating(false)} />
      <RevokeTokenDialog token={revoked} onClose={() => setRevoked(undefined)} />
    </Section>
  );
}

function TokenList({ tokens, onRevoke }: { tokens: TokenSummary[]; onRevoke(token: TokenSummary): void }) {
  if (tokens.length === 0) {
    return (
      <div className="p-4">
        <EmptyState icon={KeyRound} title="No tokens yet">
          A token lets a script or the berth command on another machine act in your name.
        </EmptyState>
      </div>
    );
  }
  return (
    <ul className="divide-y divide-separator">
      {tokens.map((token) => (
        <li key={token.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
          <div className="min-w-0 flex-1 basis-56">
            <p className="flex items-center gap-2">
              <span title={token.name} className="truncate font-medium">
                {token.name}
              </span>
              <Badge icon={token.purpose === "api" ? KeyRound : SquareTerminal}>{purposes[token.purpose]}</Badge>
            </p>
            <p className="flex flex-wrap gap-x-3 text-xs text-muted">
              <code>{token.hint}…</code>
              <TokenTimes token={token} />
            </p>
          </div>
          {token.purpose === "machine" ? (
            <span className="text-xs text-muted">Renewed at each start</span>
          ) : (
            <Button size="sm" onPress={() => onRevoke(token)} aria-label={`Revoke ${token.name}`}>
              Revoke
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function TokenTimes({ token }: { token: TokenSummary }) {
  return (
    <>
      <span>
        created <RelativeTime at={token.createdAt} />
      </span>
      <span>{token.lastUsedAt ? <>last used {<RelativeTime at={token.lastUsedAt} />}</> : "never used"}</span>
      <span>{token.expiresAt ? <>expires {<RelativeTime at={token.expiresAt} />}</> : "does not expire"}</span>
    </>
  );
}
