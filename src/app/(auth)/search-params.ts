import { describeWait } from "@/server/web/rate-limit";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** One value of the address; of a repeated one the first. */
export function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** How long to wait, in words, from a number of seconds in the address. */
export function waitOf(value: string | string[] | undefined): string | undefined {
  const seconds = Number(first(value));
  return seconds > 0 && seconds <= 86_400 ? describeWait(seconds) : undefined;
}
