"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeftRight, Columns2 } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { Button, ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { SkeletonRows } from "@/ui/skeleton";
import { useTRPC } from "@/ui/trpc";
import { addressOf, type EnvironmentPlace } from "../place";
import { otherSides, type Side, sideName, sideOf, sideOfPlace, sideToText, suggestSide } from "./compare-model";
import { Comparison } from "./comparison";
import { SelectField } from "./select-field";

/** The environment beside another one of the project; the address holds the other side as `with`. */
export function ComparePanel({ place }: { place: EnvironmentPlace }) {
  const trpc = useTRPC();
  const { projectId } = place;
  const known = useQuery(trpc.environment.configurations.queryOptions({ projectId }));
  const asked = sideOf(useSearchParams().get("with"));
  if (known.isPending) return <SkeletonRows what="environments" />;
  if (known.isError) {
    return (
      <ErrorState title="Environments could not be loaded" error={known.error} onRetry={() => void known.refetch()} />
    );
  }
  const sides = otherSides(place, known.data);
  const other = asked ?? suggestSide(place, sides);
  if (!other) return <NothingToCompare place={place} />;
  return <Sides place={place} sides={sides} other={other} />;
}

function NothingToCompare({ place }: { place: EnvironmentPlace }) {
  const next = place.environment === "staging" ? "production" : "staging";
  const action = (
    <ButtonLink variant="primary" href={addressOf({ ...place, environment: next, configuration: undefined })}>
      Set variables in {next}
    </ButtonLink>
  );
  return (
    <EmptyState icon={Columns2} title="There is nothing to compare with yet" action={action}>
      A comparison tells what is set in one environment and not in another, and which values differ, without showing
      them. It needs a second environment or configuration that holds something.
    </EmptyState>
  );
}

function Sides({ place, sides, other }: { place: EnvironmentPlace; sides: readonly Side[]; other: Side }) {
  const router = useRouter();
  const here = sideOfPlace(place);
  const offered = sides.some((side) => sideToText(side) === sideToText(other)) ? sides : [other, ...sides];
  const swap = () => {
    const there = { projectId: place.projectId, environment: other.environment, configuration: other.configuration };
    router.replace(addressOf(there, "compare", { with: sideToText(here) }));
  };
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-end gap-2">
        <p className="flex min-w-32 flex-1 basis-32 flex-col gap-1.5 column:max-w-56">
          <span className="text-xs font-medium">This side</span>
          <span
            title={sideName(here)}
            className="flex h-9 items-center rounded-lg border border-separator bg-surface-secondary px-3 text-sm pointer-coarse:h-11"
          >
            <span className="truncate">{sideName(here)}</span>
          </span>
        </p>
        <Button variant="outline" isIconOnly aria-label="Swap sides" onPress={swap} className="pointer-coarse:size-11">
          <ArrowLeftRight aria-hidden />
        </Button>
        <SelectField
          className="min-w-32 flex-1 basis-32 column:max-w-56"
          label="Compare with"
          value={sideToText(other)}
          onValueChange={(text) => router.replace(addressOf(place, "compare", { with: text }))}
          options={offered.map((side) => ({ value: sideToText(side), label: sideName(side) }))}
        />
      </div>
      <Comparison key={sideToText(other)} place={place} here={here} other={other} />
    </div>
  );
}
