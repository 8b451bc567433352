import type { PlatformError, PlatformErrorKind } from "@/modules/connections";
import type { DeploymentError, RecoveryAction } from "../schema";
import { downloadAction, editAction, githubAction, logAction, retryAction } from "./actions";
import { platformPages } from "./platform-pages";

/** What is known of a refused call, ready to be put into words. */
export interface Told {
  name: string;
  now: Date;
  error: PlatformError;
  label: string;
  /** Empty where no account is known. */
  reconnect: RecoveryAction[];
  elsewhere: RecoveryAction[];
  freeName: string;
}

interface Telling {
  type: DeploymentError["type"];
  message: string;
  suggestions: string[];
  recovery: RecoveryAction[];
  isTemporary?: boolean;
}

/** A step waits this long at most before it is tried again; a longer wait is left to the person. */
const longestWaitSeconds = 120;

/** The name is another project's there, which Berth never touches. */
function tellNameTaken({ label, name, freeName, elsewhere }: Told): Telling {
  return {
    type: "PROJECT_NAME_TAKEN",
    message: `${label} has a project named ${name} already, which Berth did not make for this app and does not touch.`,
    suggestions: [`Use another name: ${freeName} is free.`, `Or rename or delete the other one on ${label}.`],
    recovery: [{ action: "alternative", label: `Deploy as ${freeName}`, name: freeName }, ...elsewhere],
  };
}

function tellNotAccepted({ label, reconnect }: Told): Telling {
  return {
    type: "AUTH_FAILED",
    message: `${label} does not accept the token of this account: it expired, was revoked, or is not whole.`,
    suggestions: [`Give Berth a new token for the account. What is done already on ${label} is kept.`],
    recovery: [...reconnect, retryAction],
  };
}

function tellNotAllowed({ label, error, reconnect }: Told): Telling {
  const grants: Record<PlatformError["platform"], string> = {
    vercel: "The token has to be made for the team that the account was connected with, by a member who may deploy.",
    railway:
      "It has to be an account or workspace token, without a limit to one project. Where the workspace asks for it, the account needs two-factor authentication.",
    render: "The member who made the key needs the role Developer or Admin in the workspace.",
    github: "The token needs the scope repo, and workflow for files in .github/workflows.",
  };
  const page = { action: "check", label: `Tokens on ${label}`, href: platformPages[error.platform].tokens } as const;
  return {
    type: "INSUFFICIENT_PERMISSIONS",
    message: `${label} knows the token of this account, but does not let it do this.`,
    suggestions: [grants[error.platform], "Make a token with that right, and reconnect the account with it."],
    recovery: [...reconnect, page, retryAction],
  };
}

function tellPayment({ label, error, elsewhere }: Told): Telling {
  const isRender = error.platform === "render";
  return {
    type: "PAYMENT_REQUIRED",
    message: isRender
      ? "Render needs a paid plan for a service that is made through its API, and a card on the account for it."
      : `${label} asks for payment, or for a larger plan, before it goes on.`,
    suggestions: [
      isRender
        ? "Add a payment method to the Render account; the plan Starter is the smallest that works."
        : `Look at plan, usage and payment method on ${label}, then try again.`,
      "Or deploy to another place.",
    ],
    recovery: [
      { action: "check", label: `Billing on ${label}`, href: platformPages[error.platform].billing },
      retryAction,
      ...elsewhere,
    ],
  };
}

function tellQuota({ label, error, now, elsewhere }: Told): Telling {
  const until = error.until ?? new Date(now.getTime() + 24 * 3600 * 1000);
  return {
    type: "QUOTA_EXCEEDED",
    message: `A quota of this account on ${label} is used up. It is full again on ${clock(until)}, ${distance(until, now)}.`,
    suggestions: [
      "Trying again before then cannot help, so Berth does not.",
      `A larger plan on ${label} has a larger quota.`,
    ],
    recovery: [...elsewhere, downloadAction, retryAction],
  };
}

function tellRateLimit({ label, error, now, elsewhere }: Told): Telling {
  const { retryAfterSeconds, until } = error;
  const wait = retryAfterSeconds === undefined ? "a minute" : duration(retryAfterSeconds);
  const isShort = retryAfterSeconds === undefined || retryAfterSeconds <= longestWaitSeconds;
  return {
    type: "RATE_LIMIT_EXCEEDED",
    message: `${label} limits how often it is asked, and the limit is reached. It takes requests again in ${wait}.`,
    suggestions: [
      isShort
        ? "Berth waits as long, then goes on by itself."
        : `Try again in ${wait}${until ? `, on ${clock(until)}` : ""}.`,
      ...(isShort ? [] : [`Until then nothing more is sent to ${label} for this deployment (it is ${clock(now)}).`]),
    ],
    recovery: [retryAction, ...elsewhere],
    isTemporary: isShort,
  };
}

function tellTooLarge({ label, error, elsewhere }: Told): Telling {
  const limits: Partial<Record<PlatformError["platform"], string>> = {
    vercel: "Vercel takes 15,000 files and 100 MB a deployment on its free plan.",
    railway: "Railway takes archives up to some hundred megabytes.",
    github: "GitHub takes files up to 100 MB, and trees of a few megabytes at once.",
  };
  const limit = limits[error.platform];
  return {
    type: "UPLOAD_FAILED",
    message: `The project is larger than ${label} takes.`,
    suggestions: [
      ...(limit ? [limit] : []),
      "Leave out what is built or downloaded anyway, and keep large files in a storage service.",
    ],
    recovery: [editAction, ...elsewhere, githubAction, downloadAction],
  };
}

function tellSource({ label, error, name }: Told): Telling {
  const isGithub = error.platform === "github";
  return {
    type: "INSUFFICIENT_PERMISSIONS",
    message: isGithub
      ? `The repository of ${name} cannot be changed with this GitHub account.`
      : `${label} cannot read the repository of ${name}: its own GitHub app has to be given it. Berth's access to GitHub does not reach that far.`,
    suggestions: isGithub
      ? ["Use a repository that the account may push to, and that is not archived."]
      : [`Open ${label}'s GitHub app, choose the account, and give it this repository or all of them. Then try again.`],
    recovery: [
      {
        action: "check",
        label: isGithub ? "GitHub apps" : `${label}'s GitHub app`,
        href: platformPages[error.platform].githubApp,
      },
      retryAction,
    ],
  };
}

/** The platform is down or cannot be reached: nothing of the project is at fault. */
function tellUpstream({ label, error, elsewhere }: Told): Telling {
  const isWrongAnswer = error.field !== undefined && error.field !== "body";
  const status = { action: "check", label: `Status of ${label}`, href: platformPages[error.platform].status } as const;
  const messages: Partial<Record<PlatformErrorKind, string>> = {
    NOT_SENT: `${label} could not be reached, so nothing was sent.`,
    UNCERTAIN: `The connection to ${label} broke before it answered. Berth looks up what was done before it does anything again.`,
  };
  return {
    type: "PLATFORM_UNAVAILABLE",
    message: isWrongAnswer
      ? `${label} gave an answer that Berth does not understand: ${error.field} is not as its description says.`
      : (messages[error.kind] ?? `${label} failed on its side.`),
    suggestions: isWrongAnswer
      ? ["Update Berth: the platform may have changed. Until then, deploy to another place."]
      : [
          "Try again in a few minutes: what was done already is kept.",
          "Or deploy to another place, which takes the same files and variables.",
        ],
    recovery: isWrongAnswer ? [...elsewhere, retryAction] : [retryAction, ...elsewhere, status, downloadAction],
    isTemporary: !isWrongAnswer,
  };
}

/** What people are told of each kind of refusal. */
export const tellings: Record<PlatformErrorKind, (told: Told) => Telling> = {
  AUTH_INVALID: tellNotAccepted,
  AUTH_SCOPE: tellNotAllowed,
  PAYMENT_REQUIRED: tellPayment,
  NAME_TAKEN: tellNameTaken,
  VALIDATION: ({ label }) => ({
    type: "INVALID_CONFIG",
    message: `${label} refuses what it was sent for this app.`,
    suggestions: ["Change what its sentence names, in the project or in its deploy settings, then try again."],
    recovery: [editAction, retryAction, logAction],
  }),
  NOT_FOUND: ({ label, name, reconnect }) => ({
    type: "INVALID_CONFIG",
    message: `Something that ${name} needs on ${label} is not there any more, or this account may not see it.`,
    suggestions: [
      `If it was deleted on ${label}, deploy again: Berth makes what is missing.`,
      "If the account was connected for another team, reconnect it for the right one.",
    ],
    recovery: [retryAction, ...reconnect],
  }),
  CONFLICT: ({ label }) => ({
    type: "PLATFORM_UNAVAILABLE",
    message: `${label} is busy with another change of the same app.`,
    suggestions: ["Berth tries again by itself. If it goes on, look there for a deployment that is still under way."],
    recovery: [retryAction, logAction],
    isTemporary: true,
  }),
  RATE_LIMITED: tellRateLimit,
  QUOTA_DAILY: tellQuota,
  TOO_LARGE: tellTooLarge,
  SOURCE_ACCESS: tellSource,
  NOT_READY: ({ label, elsewhere }) => ({
    type: "PLATFORM_UNAVAILABLE",
    message: `${label} has made what was asked for, but does not see it everywhere yet.`,
    suggestions: ["Berth tries again by itself; this mostly passes within seconds."],
    recovery: [retryAction, ...elsewhere],
    isTemporary: true,
  }),
  UPSTREAM: tellUpstream,
  NOT_SENT: tellUpstream,
  UNCERTAIN: tellUpstream,
};

function clock(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function distance(at: Date, now: Date): string {
  return `in ${duration((at.getTime() - now.getTime()) / 1000)}`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.ceil(seconds))} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
