import { platformFacts } from "@/modules/connections/pure";
import type { Platform, RecoveryAction } from "../schema";

export const retryAction: RecoveryAction = { action: "retry", label: "Try again" };
export const editAction: RecoveryAction = { action: "manual", label: "Change the project, then deploy again" };
export const variablesAction: RecoveryAction = { action: "manual", label: "Set the variables" };
export const logAction: RecoveryAction = { action: "check", label: "Read the log" };
export const downloadAction: RecoveryAction = { action: "fallback", label: "Download as ZIP and run it yourself" };
export const githubAction: RecoveryAction = {
  action: "fallback",
  label: "Push the project to GitHub",
  fix: { kind: "push-to-github" },
};

/** A variable whose value a person gives; then the deployment is tried again with it. */
export function setVariableAction(key: string): RecoveryAction {
  return { action: "manual", label: `Set ${key} and try again`, fix: { kind: "set-variable", key } };
}

/** A place that would take the deployment instead. */
export interface OtherPlace {
  platform: Platform;
  /** The account on it; none on this machine. */
  connectionId?: string;
  /** What people call the account. */
  account?: string;
}

const thisMachine: OtherPlace = { platform: "local" };

/** One way out for each other place, this machine last, since it is always there. */
export function switchActions(from: Platform, others: readonly OtherPlace[] = []): RecoveryAction[] {
  const places = [...others, thisMachine].filter(({ platform }) => platform !== from);
  return places.map(({ platform, connectionId, account }) => ({
    action: "alternative",
    label: `Deploy to ${account === undefined ? "" : `${account} on `}${platformNames[platform]} instead`,
    fix: { kind: "switch-platform", platform, ...(connectionId === undefined ? {} : { connectionId }) },
  }));
}

/** Where an account gets a new token; the deployment's page is where the person comes back to. */
export function reconnectAction(platformName: string, connectionId: string): RecoveryAction {
  return { action: "reconnect", label: `Reconnect ${platformName}`, fix: { kind: "reconnect", connectionId } };
}

/** How a platform is named within a sentence. */
export const platformNames: Readonly<Record<Platform | "github", string>> = {
  local: "this machine",
  vercel: platformFacts.vercel.label,
  railway: platformFacts.railway.label,
  render: platformFacts.render.label,
  github: platformFacts.github.label,
};

/** The ways out that a failure has whatever it is, where it does not name them itself. */
export function withWaysOut(actions: readonly RecoveryAction[], from: Platform): RecoveryAction[] {
  const isThere = (wanted: RecoveryAction) =>
    actions.some(({ action, label, fix }) =>
      wanted.fix === undefined
        ? action === wanted.action && (action === "retry" || label === wanted.label)
        : fix?.kind === wanted.fix.kind && fix.kind !== "set-variable",
    );
  const always = [retryAction, ...switchActions(from), githubAction, downloadAction];
  return [...actions, ...always.filter((action) => !isThere(action))];
}

/** The action with the page or the command that does it for the deployment `id`. */
export function completeAction(action: RecoveryAction, id: string): RecoveryAction {
  if (action.command !== undefined) return action;
  const { fix } = action;
  if (fix?.kind === "reconnect" && action.href === undefined) {
    const back = encodeURIComponent(`/deployments/${id}`);
    const href = `/connections?reconnect=${encodeURIComponent(fix.connectionId)}&return=${back}`;
    return { ...action, href };
  }
  if (fix?.kind === "switch-platform") {
    const account = fix.connectionId === undefined ? "" : ` --connection ${fix.connectionId}`;
    return { ...action, command: `berth retry ${id} --platform ${fix.platform}${account}` };
  }
  if (fix?.kind === "set-variable") return { ...action, command: `berth retry ${id} --set ${fix.key}=VALUE` };
  if (fix?.kind === "push-to-github") return { ...action, command: `berth github push --deployment ${id}` };
  if (action.label === downloadAction.label) {
    const href = `/api/deployments/${encodeURIComponent(id)}/source.zip`;
    return { ...action, href, command: `berth download ${id}` };
  }
  if (fix?.kind === "explain") return { ...action, command: `berth explain ${id}` };
  if (action.action === "retry") return { ...action, command: `berth retry ${id}` };
  if (action.name !== undefined) return { ...action, command: `berth retry ${id} --name ${action.name}` };
  if (action.label === logAction.label) return { ...action, command: `berth logs ${id}` };
  return action;
}
