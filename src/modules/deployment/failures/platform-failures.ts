import { randomInt } from "node:crypto";
import type { PlatformError } from "@/modules/connections";
import type { DeploymentError, Platform } from "../schema";
import { type OtherPlace, reconnectAction, retryAction, setVariableAction, switchActions } from "./actions";
import { DeploymentFailure } from "./failure";
import { platformPages } from "./platform-pages";
import { type Told, tellings } from "./platform-tellings";

export interface PlatformContext {
  /** The app's name. */
  name: string;
  /** Where it was deployed to; the platform that refused unless told, which may be GitHub on the way to another one. */
  platform?: Platform;
  /** The account whose call was refused. */
  connectionId?: string;
  /** Connected accounts on other platforms. */
  others?: readonly OtherPlace[];
  /** A name that is free there, where one was looked up. */
  freeName?: string;
  now?: Date;
}

/** A refused call of a platform as the contract tells it, with the platform's own sentence as evidence. */
export function describePlatformError(error: PlatformError, context: PlatformContext): DeploymentFailure {
  const { label } = platformPages[error.platform];
  const from = context.platform ?? (error.platform === "github" ? "render" : error.platform);
  const told: Told = {
    error,
    label,
    name: context.name,
    now: context.now ?? new Date(),
    reconnect: context.connectionId === undefined ? [] : [reconnectAction(label, context.connectionId)],
    elsewhere: switchActions(from, context.others),
    freeName: context.freeName ?? suggestName(context.name),
  };
  const { isTemporary = false, ...telling } = tellings[error.kind](told);
  const failure: DeploymentError = {
    severity: isTemporary ? "temporary" : "recoverable",
    ...telling,
    evidence: [sentenceOf(error, label)],
  };
  const { retryAfterSeconds } = error;
  return new DeploymentFailure(failure, { isTemporary, retryAfterSeconds, cause: error });
}

/** Variables that a platform did not take, although it may have taken others of the same call. */
export function variablesRefused(
  platform: Exclude<Platform, "local">,
  refused: readonly { key: string; message: string }[],
): DeploymentFailure {
  const { label } = platformPages[platform];
  const keys = [...new Set(refused.map(({ key }) => key).filter((key) => key !== ""))];
  const isOne = refused.length === 1;
  return new DeploymentFailure({
    type: "INVALID_CONFIG",
    severity: "recoverable",
    message: `${label} did not take ${isOne ? "a variable" : `${refused.length} variables`}: ${keys.join(", ")}. The others are set.`,
    suggestions: [
      "Change the value, or remove the variable from this environment, then try again.",
      "Names that a platform keeps for itself cannot be set by anyone.",
    ],
    recovery: [...keys.slice(0, 3).map(setVariableAction), retryAction],
    evidence: refused.map(({ key, message }) => (key === "" ? message : `${key}: ${message}`)),
  });
}

/** A name that is most likely free: names are short, and unlike each other in four letters. */
export function suggestName(name: string): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const end = Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("");
  return `${name.slice(0, 40).replace(/-+$/, "")}-${end}`;
}

/** The platform's own sentence, with its name, the HTTP status and its code. */
function sentenceOf({ message, status, code }: PlatformError, label: string): string {
  const details = [status, code].filter((part) => part !== undefined && part !== "").join(", ");
  const said = message.replace(/^(?:Vercel|Railway|Render|GitHub)(?: answered)?: /, "");
  return `${label}${details === "" ? "" : ` (${details})`}: ${said}`;
}
