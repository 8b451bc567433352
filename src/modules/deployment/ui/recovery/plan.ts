import type {
  DeploymentDetail,
  DeploymentError,
  FoundSecret,
  Platform,
  PlatformInfo,
  RecoveryAction,
} from "../../schema";
import { filesHref } from "../page/links";
import { platformLabel } from "../platform-names";

/** A place that can take the deployment instead of the one it went to. */
export interface Elsewhere {
  platform: Platform;
  connectionId?: string | undefined;
  label: string;
}

/** What the recovery card shows, in the order it shows it. */
export interface RecoveryPlan {
  /** Suggestions; what an action without a button only names stands in for them where there are none. */
  advice: string[];
  /** Variables whose values a person can give on the spot. */
  missing: string[];
  /** The way out that is most likely the right one. */
  first: "reconnect" | "values" | "name" | "elsewhere" | "retry";
  reconnectHref: string | undefined;
  /** A name that is free. */
  name: string | undefined;
  /** Secrets that stopped it, which an owner may let go out. */
  secrets: readonly FoundSecret[];
  elsewhere: Elsewhere[];
  links: { label: string; href: string }[];
  commands: { label: string; command: string }[];
  zipHref: string | undefined;
}

/** Sorts the actions of a failure by what does them. `platforms` is where an app can go at present, once that is known. */
export function planRecovery(
  deployment: DeploymentDetail,
  error: DeploymentError,
  platforms: readonly PlatformInfo[] | undefined,
): RecoveryPlan {
  const actions = error.recovery;
  const missing = actions.flatMap(({ fix }) => (fix?.kind === "set-variable" ? [fix.key] : []));
  const named = actions.find(({ name }) => name !== undefined)?.name;
  const reconnectHref = actions.find(({ action }) => action === "reconnect")?.href;
  const elsewhere = placesElsewhere(deployment, actions, platforms);
  return {
    advice: error.suggestions.length > 0 ? error.suggestions : actions.filter(isAdvice).map(({ label }) => label),
    missing,
    first: firstWay({ reconnectHref, missing, named, actions, elsewhere }),
    reconnectHref,
    name: named,
    secrets: actions.flatMap(({ fix }) => (fix?.kind === "allow-secrets" ? fix.secrets : [])),
    elsewhere,
    links: actions.flatMap(({ action, label, href, fix }) => {
      const page = href ?? (fix?.kind === "approve" ? deployment.platformUrl : undefined);
      const isElsewhereOnTheCard = action === "reconnect" || action === "fallback";
      return page !== undefined && !isElsewhereOnTheCard ? [{ label, href: page }] : [];
    }),
    commands: actions.filter(isCommand).map(({ label, command = "" }) => ({ label, command })),
    zipHref: filesHref(deployment),
  };
}

interface Ways {
  reconnectHref: string | undefined;
  missing: readonly string[];
  named: string | undefined;
  actions: readonly RecoveryAction[];
  elsewhere: readonly Elsewhere[];
}

function firstWay({ reconnectHref, missing, named, actions, elsewhere }: Ways): RecoveryPlan["first"] {
  if (reconnectHref !== undefined) return "reconnect";
  if (missing.length > 0) return "values";
  if (named !== undefined) return "name";
  const isElsewhereFirst = actions[0]?.fix?.kind === "switch-platform";
  return isElsewhereFirst && elsewhere.length > 0 ? "elsewhere" : "retry";
}

/** Every place that works now, by the accounts that are connected; what the failure named until that is known. */
function placesElsewhere(
  { platform: from }: DeploymentDetail,
  actions: readonly RecoveryAction[],
  platforms: readonly PlatformInfo[] | undefined,
): Elsewhere[] {
  if (platforms === undefined) {
    return actions.flatMap(({ fix }) =>
      fix?.kind === "switch-platform"
        ? [{ platform: fix.platform, connectionId: fix.connectionId, label: platformLabel(fix.platform) }]
        : [],
    );
  }
  return platforms
    .filter(({ id, available }) => available && id !== from)
    .flatMap(({ id, accounts }): Elsewhere[] => {
      const working = accounts.filter(({ state }) => state === "ok");
      if (working.length === 0) return [{ platform: id, label: platformLabel(id) }];
      return working.map(({ connectionId, name }) => ({
        platform: id,
        connectionId,
        label: working.length === 1 ? platformLabel(id) : `${platformLabel(id)}: ${name}`,
      }));
    });
}

/** An action for the terminal: no button does it, and the log stands on the same page. */
function isCommand({ action, name, fix, command }: RecoveryAction): boolean {
  const isButton = action === "retry" || action === "fallback" || name !== undefined || fix !== undefined;
  return command !== undefined && !isButton && !command.startsWith("berth logs ");
}

/** An action that only says what to do: no button and no command does it. */
function isAdvice({ action, name, fix, href, command }: RecoveryAction): boolean {
  const isDone = action === "retry" || action === "fallback" || name !== undefined || fix !== undefined;
  return !isDone && href === undefined && command === undefined;
}
