"use client";
import { useQuery } from "@tanstack/react-query";
import { BadgeCheck, Hammer } from "lucide-react";
import { useMemo } from "react";
import { useTRPC } from "@/ui/trpc";
import { useModule } from "@/ui/use-module";
import type { ScaffoldConfig } from "../schema";

const load = async () => {
  const { findProof, notTriedSentence, proofSentence } = await import("../evidence");
  return { findProof, notTriedSentence, proofSentence };
};

/** What was shown of this configuration: that it was built and started, on which day, and what was not tried. */
export function ProofNote({ config }: { config: ScaffoldConfig }) {
  const trpc = useTRPC();
  const { module: evidence } = useModule(load);
  const { data: rows } = useQuery(
    trpc.scaffold.evidence.queryOptions(undefined, {
      staleTime: Number.POSITIVE_INFINITY,
      enabled: evidence !== undefined,
    }),
  );
  const proof = useMemo(() => rows && evidence?.findProof(rows, config), [rows, evidence, config]);
  // Where there is evidence at all its place is kept, so that a choice without any moves nothing.
  if (!proof) return <div className={rows?.length === 0 ? "hidden" : "min-h-10"} />;
  const Icon = proof.level === 4 ? BadgeCheck : Hammer;
  return (
    <p className="flex min-h-10 items-start gap-1.5 pb-4 text-xs text-pretty text-muted">
      <Icon
        aria-hidden
        className={proof.level === 4 ? "mt-0.5 size-4 shrink-0 text-success-text" : "mt-0.5 size-4 shrink-0"}
      />
      <span>
        <span className={proof.level === 4 ? "text-success-text" : undefined}>{evidence?.proofSentence(proof)}</span>{" "}
        {evidence?.notTriedSentence(proof)}
      </span>
    </p>
  );
}
