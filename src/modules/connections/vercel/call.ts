import { type ApiAccess, type ApiCall, callApi } from "../http/call";
import { classifyRefusal } from "./refusals";

export type VercelCall<T> = Omit<ApiCall<T>, "authorization">;

/** Calls Vercel's API in the team of the connection. Throws PlatformError. */
export async function callVercel<T>(access: ApiAccess, call: VercelCall<T>): Promise<T> {
  const { data } = await callApi(access, {
    ...call,
    query: { ...call.query, ...teamQuery(access) },
    classify: (refusal) => call.classify?.(refusal) ?? classifyRefusal(refusal, access.now()),
  });
  return data;
}

/** Names the team on every call; without it Vercel means the account itself. */
export function teamQuery({ teamId }: ApiAccess): { teamId?: string } {
  return teamId === null ? {} : { teamId };
}

/** A part of a path. */
export const part = encodeURIComponent;
