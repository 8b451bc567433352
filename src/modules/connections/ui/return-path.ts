/** A path of Berth to go back to; undefined for anything that could lead elsewhere. */
export function returnPath(value: string | null): string | undefined {
  if (!value?.startsWith("/")) return undefined;
  const base = "http://berth.invalid";
  if (!URL.canParse(value, base)) return undefined;
  const url = new URL(value, base);
  // "//elsewhere" and "/\elsewhere" are addresses of another host.
  return url.origin === base ? url.pathname + url.search + url.hash : undefined;
}
