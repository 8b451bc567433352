/** Stands in the description of the repository an app is built from. */
export function appMarker(appId: string): string {
  return `berth-app ${appId}`;
}

/** Stands in the description of the repository a person had a project pushed to. */
export function projectMarker(projectId: string): string {
  return `berth-project ${projectId}`;
}
