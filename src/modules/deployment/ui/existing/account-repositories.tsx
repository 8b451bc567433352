"use client";
import { useQuery } from "@tanstack/react-query";
import { GitBranch, Globe, LockKeyhole } from "lucide-react";
import { useState } from "react";
import type { Connection } from "@/modules/connections/schema";
import { Button, ButtonLink } from "@/ui/button";
import { ErrorState } from "@/ui/error-state";
import { Field } from "@/ui/field";
import { SkeletonRows } from "@/ui/skeleton";
import { useTRPC } from "@/ui/trpc";
import type { AccountRepository } from "../../schema";
import { EmulatedBadge } from "../emulated-badge";

interface AccountRepositoriesProps {
  onBring(repository: { url: string; connectionId: string }): void;
  /** The page to come back to after an account was connected. */
  returnTo: string;
}

/** Repositories of the connected GitHub accounts, private ones too; without an account, how to get there. */
export function AccountRepositories({ onBring, returnTo }: AccountRepositoriesProps) {
  const trpc = useTRPC();
  const { data: accounts } = useQuery(trpc.platform.connections.queryOptions({ platform: "github" }));
  if (accounts === undefined) return null;
  if (accounts.length === 0) {
    return (
      <section className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-border bg-surface p-4">
        <p className="text-sm text-muted">To choose one of your own repositories, private ones too, connect GitHub.</p>
        <ButtonLink href={`/connections?connect=github&return=${encodeURIComponent(returnTo)}`}>
          Connect GitHub
        </ButtonLink>
      </section>
    );
  }
  return accounts.map((account) => <RepositoryList key={account.id} account={account} onBring={onBring} />);
}

interface RepositoryListProps extends Pick<AccountRepositoriesProps, "onBring"> {
  account: Connection;
}

function RepositoryList({ account, onBring }: RepositoryListProps) {
  const trpc = useTRPC();
  const [search, setSearch] = useState("");
  const repositories = useQuery(trpc.platform.repositories.queryOptions({ connectionId: account.id }));
  const title = `Repositories of ${account.name}`;
  const found = repositories.data?.filter(({ repository }) => repository.toLowerCase().includes(search.toLowerCase()));
  return (
    <section aria-label={title} className="space-y-3 rounded-lg border border-border bg-surface p-4">
      <div className="flex items-center gap-2">
        <h2 className="text-xs font-medium">Or one of {account.name} on GitHub</h2>
        {account.emulated ? <EmulatedBadge /> : null}
      </div>
      {repositories.error ? (
        <ErrorState
          title="The repositories could not be listed"
          error={repositories.error}
          onRetry={() => void repositories.refetch()}
        />
      ) : null}
      {repositories.isPending ? <SkeletonRows rows={3} what="repositories" /> : null}
      {repositories.data && repositories.data.length > 6 ? (
        <Field
          label="Search repositories"
          isLabelHidden
          placeholder="Search"
          value={search}
          onValueChange={setSearch}
        />
      ) : null}
      {found && found.length > 0 ? (
        <ul className="max-h-72 divide-y divide-separator overflow-y-auto rounded-md border border-border">
          {found.map((each) => (
            <RepositoryRow
              key={each.url}
              found={each}
              onBring={() => onBring({ url: each.url, connectionId: account.id })}
            />
          ))}
        </ul>
      ) : null}
      {found?.length === 0 ? (
        <p className="text-sm text-muted">
          {search === "" ? "This account has no repository the token may read." : "No repository has that in its name."}
        </p>
      ) : null}
    </section>
  );
}

function RepositoryRow({ found, onBring }: { found: AccountRepository; onBring(): void }) {
  const Icon = found.isPrivate ? LockKeyhole : Globe;
  return (
    <li className="flex items-center gap-3 px-3 py-2">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm" title={found.repository}>
          {found.repository}
        </span>
        <span className="block truncate text-xs text-muted">
          {found.isPrivate ? "Private" : "Public"}, {found.branch}
        </span>
      </span>
      <Button size="sm" onPress={onBring} aria-label={`Read ${found.repository}`}>
        <GitBranch aria-hidden />
        Read it
      </Button>
    </li>
  );
}
