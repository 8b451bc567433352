import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { hasPasswordSignIn, optionalPageCtx } from "@/modules/identity";
import { SignInPanel } from "@/modules/identity/ui/sign-in-panel";
import { getEnv } from "@/server/env";
import { getKernel } from "@/server/kernel";
import { safeReturnPath } from "@/server/web/guard";
import { first, type SearchParams, waitOf } from "../search-params";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await searchParams;
  const next = safeReturnPath(first(query.next));
  if (await optionalPageCtx()) redirect(next);
  return (
    <SignInPanel
      hasPassword={await hasPasswordSignIn(await getKernel())}
      isEmbedded={!getEnv().databaseUrl}
      next={next}
      error={first(query.code) ?? first(query.error)}
      wait={waitOf(query.wait)}
    />
  );
}
