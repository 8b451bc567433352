"use client";
import { EnvironmentsView } from "@/modules/environment/ui/environments-view";
import type { EnvironmentView } from "@/modules/environment/ui/place";
import { StoredVariables } from "@/modules/environment/ui/stored-variables";

/** The tabs of the page, in the order of a day's work; a view comes from the module that knows about it. */
const views: readonly EnvironmentView[] = [{ id: "variables", label: "Variables", Panel: StoredVariables }];

/** The environments page. */
export function EnvironmentViews() {
  return <EnvironmentsView views={views} />;
}
