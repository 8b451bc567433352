import type { Metadata } from "next";
import { describeLink } from "@/modules/identity";
import { LinkPanel } from "@/modules/identity/ui/link-panel";
import { getEnv } from "@/server/env";
import { getKernel } from "@/server/kernel";
import { first, type SearchParams, waitOf } from "../../search-params";

export const metadata: Metadata = { title: "Sign in", robots: { index: false } };

const outcomes = { used: "used", expired: "expired", unknown: "unknown", limit: "limited" } as const;

export default async function SignInLinkPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await searchParams;
  const token = first(query.token) ?? "";
  const error = first(query.error);
  const outcome = error === undefined ? undefined : (outcomes[error as keyof typeof outcomes] ?? "unknown");
  return (
    <LinkPanel
      state={outcome ?? (await describeLink({ db: (await getKernel()).db, now: () => new Date() }, token))}
      token={token}
      isEmbedded={!getEnv().databaseUrl}
      wait={waitOf(query.wait)}
    />
  );
}
