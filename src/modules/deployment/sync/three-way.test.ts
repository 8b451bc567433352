import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { HostedVariable } from "../platforms/variables";
import { type Entry, isSent, sentOf } from "./record";
import { compareSides } from "./three-way";

const keys: Record<string, string> = { now: "key of now", before: "key of before" };
const hashes = {
  keyId: "now",
  hash: (value: string, keyId = "now") => {
    const key = keys[keyId];
    return key === undefined ? undefined : createHmac("sha256", key).update(value).digest("base64url");
  },
};
const sent = (value: string, mark?: string): Entry => ({ sent: sentOf(hashes, value, mark) });
const shown = (value: string, mark?: string) => ({ value, ...(mark === undefined ? {} : { mark }) });
const hidden = (mark?: string) => ({ value: undefined, ...(mark === undefined ? {} : { mark }) });

interface Sides {
  want?: string;
  known?: Entry;
  there?: Omit<HostedVariable, "key">;
}

function compare({ want, known, there }: Sides) {
  const [item] = compareSides(
    {
      wanted: want === undefined ? {} : { KEY: want },
      secretNames: new Set(),
      known: new Map(known ? [["KEY", known]] : []),
      there: there ? [{ key: "KEY", ...there }] : [],
      label: "Vercel",
    },
    hashes,
  );
  return item && [item.change, item.drift ?? "-"].join(" ");
}

describe("compareSides", () => {
  it.each<[string, Sides, string | undefined]>([
    ["nothing anywhere but a record", { known: sent("a") }, undefined],
    ["only there", { there: shown("a") }, "foreign -"],
    ["only there, and hidden", { there: hidden("1") }, "foreign -"],
    ["only here", { want: "a" }, "add -"],
    ["the same on all sides", { want: "a", known: sent("a"), there: shown("a") }, "same -"],
    ["the same, but never sent", { want: "a", there: shown("a") }, "same -"],
    ["the same by hand after it was sent otherwise", { want: "b", known: sent("a"), there: shown("b") }, "same -"],
    ["changed here", { want: "b", known: sent("a"), there: shown("a") }, "update -"],
    ["changed there", { want: "a", known: sent("a"), there: shown("c") }, "update edited"],
    ["changed here and there", { want: "b", known: sent("a"), there: shown("c") }, "update edited"],
    ["set there under a name Berth adds", { want: "a", there: shown("c") }, "update added"],
    ["set there under a name Berth adds, and hidden", { want: "a", there: hidden("1") }, "update added"],
    ["removed there", { want: "a", known: sent("a") }, "add removed"],
    [
      "not there, as a deployment is thought to have sent it",
      { want: "a", known: { ...sent("a"), isAssumed: true } },
      "add -",
    ],
    ["removed here", { known: sent("a"), there: shown("a") }, "remove -"],
    ["removed here and changed there", { known: sent("a"), there: shown("c") }, "remove edited"],
    ["an empty value on all sides", { want: "", known: sent(""), there: shown("") }, "same -"],
    ["emptied there", { want: "a", known: sent("a"), there: shown("") }, "update edited"],
  ])("%s", (_, sides, expected) => expect(compare(sides)).toBe(expected));

  it.each<[string, Sides, string]>([
    ["untouched and the same", { want: "a", known: sent("a", "1"), there: hidden("1") }, "same -"],
    ["untouched, changed here", { want: "b", known: sent("a", "1"), there: hidden("1") }, "update -"],
    ["touched there", { want: "a", known: sent("a", "1"), there: hidden("2") }, "update edited"],
    ["without a mark of Berth's, the same", { want: "a", known: sent("a"), there: hidden("2") }, "unreadable -"],
    ["without a mark of Berth's, changed here", { want: "b", known: sent("a"), there: hidden("2") }, "update -"],
    ["removed here, untouched", { known: sent("a", "1"), there: hidden("1") }, "remove -"],
    ["removed here, touched there", { known: sent("a", "1"), there: hidden("2") }, "remove edited"],
  ])("where the value is not shown: %s", (_, sides, expected) => expect(compare(sides)).toBe(expected));

  const trying = (from: string | undefined, to: string): Entry => ({
    ...(from === undefined ? {} : sent(from, "1")),
    trying: sentOf(hashes, to),
  });
  it.each<[string, Sides, string | undefined]>([
    ["did not arrive", { want: "b", known: trying("a", "b"), there: shown("a") }, "update -"],
    ["arrived", { want: "b", known: trying("a", "b"), there: shown("b") }, "same -"],
    ["arrived, and is changed here again", { want: "c", known: trying("a", "b"), there: shown("b") }, "update -"],
    ["is neither", { want: "b", known: trying("a", "b"), there: shown("x") }, "update edited"],
    ["was new and did not arrive", { want: "b", known: trying(undefined, "b") }, "add -"],
    ["was there before and is not any more", { want: "b", known: trying("a", "b") }, "add removed"],
    ["is hidden and did not arrive", { want: "b", known: trying("a", "b"), there: hidden("1") }, "update -"],
    ["is hidden and may have arrived", { want: "b", known: trying("a", "b"), there: hidden("2") }, "update -"],
    ["was a removal that arrived", { want: "a", known: { ...sent("a"), trying: "removal" } }, "add -"],
    [
      "was a removal that did not arrive",
      { known: { ...sent("a"), trying: "removal" }, there: shown("a") },
      "remove -",
    ],
    ["was a removal that arrived, and it stays away", { known: { ...sent("a"), trying: "removal" } }, undefined],
  ])("when what Berth was sending %s", (_, sides, expected) => expect(compare(sides)).toBe(expected));

  it("compares what was written down with a data key that is being replaced, and asks where that key is gone", () => {
    const older = { keyId: "before", hash: hashes.hash("a", "before") ?? "" };
    expect(isSent(hashes, older, "a")).toBe(true);
    expect(compare({ want: "b", known: { sent: older }, there: shown("a") })).toBe("update -");
    const gone = { keyId: "destroyed", hash: "x" };
    expect(compare({ want: "a", known: { sent: gone }, there: shown("a") })).toBe("same -");
    expect(compare({ want: "b", known: { sent: gone }, there: shown("a") })).toBe("update edited");
  });

  it("sorts by name, takes any name, and tells which values are hidden", () => {
    const wanted = Object.fromEntries([
      ["ZED", "1"],
      ["__proto__", "2"],
      ["constructor", "3"],
    ]);
    const there = [
      { key: "toString", value: "theirs" },
      { key: "HIDDEN", value: undefined },
    ];
    const items = compareSides(
      { wanted, secretNames: new Set(["ZED"]), known: new Map(), there, label: "Vercel" },
      hashes,
    );
    expect(items.map(({ key, change, sensitive }) => [key, change, sensitive])).toEqual([
      ["HIDDEN", "foreign", true],
      ["ZED", "add", true],
      ["__proto__", "add", false],
      ["constructor", "add", false],
      ["toString", "foreign", false],
    ]);
  });
});
