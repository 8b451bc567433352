"use client";
import dynamic from "next/dynamic";
import { EnvironmentsView } from "@/modules/environment/ui/environments-view";
import type { EnvironmentView } from "@/modules/environment/ui/place";
import { VariablesPanel } from "@/modules/environment/ui/variables/variables-panel";
import { SkeletonRows } from "@/ui/skeleton";

const Needs = dynamic(
  () => import("@/modules/deployment/ui/existing/project-needs").then((part) => part.ProjectNeeds),
  {
    ssr: false,
    loading: () => <SkeletonRows what="needed variables" rows={8} />,
  },
);

const HistoryPanel = dynamic(
  () => import("@/modules/environment/ui/history/history-panel").then((part) => part.HistoryPanel),
  { ssr: false, loading: () => <SkeletonRows what="the history" /> },
);
const ComparePanel = dynamic(
  () => import("@/modules/environment/ui/compare/compare-panel").then((part) => part.ComparePanel),
  { ssr: false, loading: () => <SkeletonRows what="the comparison" /> },
);
const ConfigurationsPanel = dynamic(
  () => import("@/modules/environment/ui/configurations/configurations-panel").then((part) => part.ConfigurationsPanel),
  { ssr: false, loading: () => <SkeletonRows rows={2} what="configurations" /> },
);
const TemplatesPanel = dynamic(
  () => import("@/modules/environment/ui/templates/templates-panel").then((part) => part.TemplatesPanel),
  { ssr: false, loading: () => <SkeletonRows what="templates" /> },
);

const SyncPanel = dynamic(() => import("@/modules/deployment/ui/sync/sync-panel").then((part) => part.SyncPanel), {
  ssr: false,
  loading: () => <SkeletonRows what="apps that run with these values" rows={3} />,
});

/** The tabs of the page, in the order of a day's work; a view comes from the module that knows about it. */
const views: readonly EnvironmentView[] = [
  { id: "variables", label: "Variables", Panel: VariablesPanel },
  { id: "needs", label: "Needs", Panel: Needs },
  { id: "history", label: "History", Panel: HistoryPanel },
  { id: "compare", label: "Compare", Panel: ComparePanel },
  { id: "configurations", label: "Configurations", Panel: ConfigurationsPanel },
  { id: "templates", label: "Templates", Panel: TemplatesPanel },
  { id: "sync", label: "Sync", Panel: SyncPanel },
];

/** The environments page. */
export function EnvironmentViews() {
  return <EnvironmentsView views={views} />;
}
