import type { ComponentType } from "react";

/** Which values a panel is about; without a configuration the active one. */
export interface EnvironmentPlace {
  projectId: string;
  projectName: string;
  environment: string;
  configuration: string | undefined;
}

/** One tab of the environments page. */
export interface EnvironmentView {
  /** Stands in the address as `view`. */
  id: string;
  label: string;
  Panel: ComponentType<{ place: EnvironmentPlace }>;
}

/** The address of a view; `more` are further words of it, such as `add` with the name of a variable to add. */
export function addressOf(
  { projectId, environment, configuration }: Omit<EnvironmentPlace, "projectName">,
  view?: string,
  more: Record<string, string> = {},
): string {
  const query = new URLSearchParams({ project: projectId, environment, ...more });
  if (configuration !== undefined) query.set("configuration", configuration);
  if (view !== undefined) query.set("view", view);
  return `/environments?${query}`;
}

/** What procedures take to find the values. */
export function refOf({ projectId, environment, configuration }: EnvironmentPlace) {
  return { projectId, environment, ...(configuration === undefined ? {} : { configuration }) };
}
