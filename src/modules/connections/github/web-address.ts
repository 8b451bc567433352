/** Where people and Git reach the GitHub whose API is at an address: another host on github.com, the same one elsewhere. */
export function webAddress(apiAddress: string): string {
  const url = new URL(apiAddress);
  if (url.host === "api.github.com") return "https://github.com";
  // GitHub Enterprise Cloud with data residency answers at api.NAME.ghe.com.
  if (url.host.startsWith("api.") && url.host.endsWith(".ghe.com")) return `https://${url.host.slice("api.".length)}`;
  return apiAddress.replace(/\/+$/, "").replace(/\/api\/v3$/, "");
}
