import type { DeploymentDetail } from "../../schema";

/** The address of the project's ZIP. */
export function zipHref(config: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(config));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `/api/scaffold.zip?config=${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** Where the files of a deployment are downloaded: as uploaded, else generated anew; undefined when it has neither. */
export function filesHref({ id, config, hasSource }: DeploymentDetail): string | undefined {
  if (hasSource) return `/api/deployments/${encodeURIComponent(id)}/source.zip`;
  return config ? zipHref(config) : undefined;
}

/** Where the variables of a deployment are edited. */
export function environmentHref({ projectId, environment }: DeploymentDetail): string {
  return `/environments?project=${encodeURIComponent(projectId)}&environment=${encodeURIComponent(environment)}`;
}

/** The address, once the app answers there: a platform names it before the build has gone well. */
export function liveAddress({ url, status, lateOutcome }: DeploymentDetail): string | undefined {
  if (status === "succeeded" || status === "stopped") return url;
  return lateOutcome?.status === "live" ? (lateOutcome.url ?? url) : undefined;
}
