import type { CatalogGroup, CatalogOption } from "../options";

/** Whether an option runs here as it is, or what a person must bring for it. */
export interface OptionAccess {
  isLocal: boolean;
  text: string;
}

/** In words: "Runs here", "Needs a Stripe account". An option that adds nothing needs nothing. */
export function accessOf({ value, runsWithoutAccount, needs }: CatalogOption): OptionAccess | undefined {
  if (value === "none") return undefined;
  if (needs === undefined) return { isLocal: true, text: "Runs here" };
  return {
    isLocal: runsWithoutAccount,
    text: `${runsWithoutAccount ? "No account; needs" : "Needs"} ${inSentence(needs)}`,
  };
}

/** What holds for every option of a group, to be said once for all of them. */
export function sharedAccess({ options }: CatalogGroup): OptionAccess | undefined {
  const all = options.map(accessOf).filter((access) => access !== undefined);
  const [first] = all;
  if (!first || all.some(({ text }) => text !== first.text)) return undefined;
  return first.isLocal ? { ...first, text: `${first.text} without an account` } : first;
}

/** "A Stripe account" within a sentence; "AWS credentials" stays as it is. */
function inSentence(text: string): string {
  return /^[A-Z]{2}/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
