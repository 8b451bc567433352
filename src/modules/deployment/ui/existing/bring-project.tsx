"use client";
import { ArrowLeft, RotateCcw } from "lucide-react";
import { DetectedStackSection, DetectedVariablesSection, DetectionNotes } from "@/modules/scaffold/ui/detect-result";
import { Button, ButtonLink } from "@/ui/button";
import { usePageTitle } from "@/ui/frame/page-title";
import { Page, PageHeader } from "@/ui/page-header";
import { ChooseProject } from "./choose-project";
import { DeployExisting } from "./deploy-existing";
import { LeakFindings } from "./leak-findings";
import { useBring } from "./use-bring";

/** A project that exists: brought as a folder, a ZIP or a Git address, looked at, then deployed as it is. */
export function BringProject({ taken }: { taken: readonly string[] }) {
  const bringing = useBring();
  const { state, startOver } = bringing;
  usePageTitle("Bring a project");
  const isFound = state.phase === "found";
  return (
    <Page>
      <PageHeader
        title="Bring a project"
        description="Berth reads what it is made of and which variables it needs, then deploys it as it is."
        actions={
          isFound ? (
            <Button onPress={() => startOver()}>
              <RotateCcw aria-hidden />
              Choose another
            </Button>
          ) : (
            <ButtonLink href="/new">
              <ArrowLeft aria-hidden className="size-4" />
              Pick a stack instead
            </ButtonLink>
          )
        }
      />
      <ChooseProject bringing={bringing} returnTo="/new/existing" />
      {isFound ? (
        <div className="space-y-4">
          <DetectionNotes notes={state.brought.project.notes} />
          <LeakFindings findings={state.brought.findings} />
          <DetectedStackSection project={state.brought.project} />
          <DetectedVariablesSection variables={state.brought.project.variables} />
          <DeployExisting key={state.brought.sourceId} brought={state.brought} taken={taken} />
        </div>
      ) : null}
    </Page>
  );
}
