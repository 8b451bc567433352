"use client";
import { ArrowLeft } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect } from "react";
import type { KnownSource } from "@/modules/environment/ui/needs/known-source";
import { Needs } from "@/modules/environment/ui/needs/needs";
import type { EnvironmentPlace } from "@/modules/environment/ui/place";
import { Button } from "@/ui/button";
import { ChooseProject } from "./choose-project";
import { useBring } from "./use-bring";

/** The needs of a project, also of one whose files have to be shown first. */
export function ProjectNeeds({ place }: { place: EnvironmentPlace }) {
  return <Needs place={place} ShowFiles={ShowFiles} />;
}

interface ShowFilesProps {
  onShown(source: KnownSource): void;
  onCancel?(): void;
}

function ShowFiles({ onShown, onCancel }: ShowFilesProps) {
  const bringing = useBring({ isInAddress: false });
  const { state } = bringing;
  const here = `${usePathname()}?${useSearchParams()}`;
  useEffect(() => {
    if (state.phase === "found") onShown({ sourceId: state.brought.sourceId, name: state.brought.name });
  }, [state, onShown]);
  return (
    <section aria-labelledby="show-files" className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div>
          <h2 id="show-files" className="text-sm font-medium">
            Show the files of the project
          </h2>
          <p className="text-xs text-muted">They are read for the variables they name. Nothing is run or deployed.</p>
        </div>
        <Button size="sm" variant="ghost" onPress={onCancel}>
          <ArrowLeft aria-hidden />
          Back
        </Button>
      </div>
      <ChooseProject bringing={bringing} returnTo={here} />
    </section>
  );
}
