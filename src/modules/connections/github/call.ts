import { setTimeout as sleep } from "node:timers/promises";
import { type ApiAccess, type ApiAnswer, type ApiCall, callApi } from "../http/call";
import { PlatformError } from "../http/platform-error";
import { awaitTurn } from "./pacing";
import { classifyRefusal } from "./refusals";

const headers = { accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28", "user-agent": "berth" };
/** GitHub takes up to half a minute over a large tree. */
const deadlineMs = 60_000;

/** Calls GitHub's API the way it asks to be called: its headers, and changes at a pace it allows. Throws PlatformError. */
export async function callGithub<T>(access: ApiAccess, call: ApiCall<T>): Promise<ApiAnswer<T>> {
  if (call.method !== "GET") await awaitTurn(access.connectionId, call.signal);
  return callApi(access, {
    classify: (refusal) => classifyRefusal(refusal, access),
    deadlineMs,
    ...call,
    headers: { ...headers, ...call.headers },
  });
}

const readyTries = 5;
const firstWaitMs = 300;

/** Repeats a call on what may not be visible yet: a repository's first commit, or a commit made a moment ago. */
export async function whenReady<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isNotReady(error) || tries >= readyTries) throw error;
      await sleep(firstWaitMs * 2 ** (tries - 1), undefined, { signal });
    }
  }
}

function isNotReady(error: unknown): boolean {
  return PlatformError.is(error) && (error.kind === "NOT_READY" || error.kind === "NOT_FOUND");
}

/** What a classic or OAuth token may do; undefined for the kinds of token GitHub tells nothing about. */
export function scopesOf(answered: Headers): string[] | undefined {
  const value = answered.get("x-oauth-scopes");
  return value === null
    ? undefined
    : value
        .split(",")
        .map((scope) => scope.trim())
        .filter(Boolean);
}
