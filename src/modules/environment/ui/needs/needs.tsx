"use client";
import { FileSearch, FileX } from "lucide-react";
import { type ComponentType, useState } from "react";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { describeProblem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import type { TargetPlatform } from "../../schema";
import type { EnvironmentPlace } from "../place";
import { type KnownSource, useKnownSource } from "./known-source";
import { NeedsList } from "./needs-list";
import { useNeeds } from "./use-needs";

interface NeedsProps {
  place: EnvironmentPlace;
  /** Takes the files of a project in; the module to the right knows how. */
  ShowFiles: ComponentType<{ onShown(source: KnownSource): void; onCancel?(): void }>;
}

/** What the project needs against what the environment sets, and where each is read. */
export function Needs({ place, ShowFiles }: NeedsProps) {
  const [platform, setPlatform] = useState<TargetPlatform>();
  const [isShowing, setShowing] = useState(false);
  const { source, remember, forget } = useKnownSource(place.projectId);
  const { needs, values, error, isPending } = useNeeds(place, platform, source);
  const shown = (found: KnownSource) => {
    remember(found);
    setShowing(false);
  };
  if (isShowing) return <ShowFiles onShown={shown} onCancel={() => setShowing(false)} />;
  if (isPending) return <SkeletonRows what="needed variables" rows={8} />;
  if (error && !needs.data) {
    if (!source && describeProblem(error).code === "PRECONDITION")
      return <NotKnown place={place} onShow={() => setShowing(true)} />;
    return (
      <ErrorState
        title="What the project needs could not be read"
        error={error}
        onRetry={() => void needs.refetch()}
        action={
          source ? (
            <Button size="sm" onPress={forget}>
              <FileX aria-hidden />
              Forget its files
            </Button>
          ) : null
        }
      />
    );
  }
  if (!needs.data) return null;
  return (
    <NeedsList
      place={place}
      needs={needs.data}
      values={values}
      isRefreshing={needs.isPlaceholderData}
      onPlatform={setPlatform}
      onShowFiles={() => setShowing(true)}
      onForgetFiles={source ? forget : undefined}
    />
  );
}

function NotKnown({ place, onShow }: { place: EnvironmentPlace; onShow(): void }) {
  return (
    <EmptyState
      icon={FileSearch}
      title={`What ${place.projectName} reads is not known yet`}
      action={
        <Button variant="primary" onPress={onShow}>
          <FileSearch aria-hidden />
          Show its files
        </Button>
      }
    >
      Berth did not generate it and never deployed it. Show a folder, a ZIP or a repository, and each variable it reads
      is found with the line that names it. Nothing is run or deployed.
    </EmptyState>
  );
}
