"use client";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, type TRPCClient } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import { config } from "zod/v4/core";
import type { AppRouter } from "@/server/router";
import { describeProblem } from "./problem";

// Zod tries whether it may compile code; our content security policy forbids that and would report each try.
if (typeof window !== "undefined") config({ jitless: true });

const context = createTRPCContext<AppRouter>();

/** `useTRPC` gives query and mutation options for TanStack Query; `useTRPCClient` the plain typed client. */
export const { useTRPC, useTRPCClient } = context;

type BerthClient = TRPCClient<AppRouter>;

/** Gives the page its typed client. Placed once, in the root layout. */
export function TrpcProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [trpcClient] = useState(createClient);
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}

/** What was just read from an answer belongs to nobody else, so it need not be copied. */
const transformer = {
  serialize: superjson.serialize,
  deserialize: (answer: Parameters<typeof superjson.deserialize>[0]) =>
    superjson.deserialize(answer, { inPlace: true }),
};

function createClient(): BerthClient {
  const url = "/api/trpc";
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: httpSubscriptionLink({ url, transformer }),
        false: httpBatchLink({ url, transformer, maxURLLength: 4000 }),
      }),
    ],
  });
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveIfSignedOut }),
    mutationCache: new MutationCache({ onError: leaveIfSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 5000,
        retry: (count, error) => count < 2 && describeProblem(error).code === "NETWORK",
      },
    },
  });
}

/** A session that ended elsewhere shows the sign-in page, which leads back here. */
function leaveIfSignedOut(error: unknown): void {
  const { code } = describeProblem(error);
  if (code !== "UNAUTHENTICATED" && code !== "UNAUTHORIZED") return;
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}
