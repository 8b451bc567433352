import { describe, expect, it } from "vitest";
import { parseConfig } from "../config";
import { collectSlots, orderFiles } from "./compose";
import type { Contribution, Feature } from "./feature";

const config = parseConfig({ name: "shop" });
const feature = (id: string, contribution: Contribution): Feature => ({
  id,
  isChosen: () => true,
  variables: () => [],
  contribute: () => contribution,
});

describe("collectSlots", () => {
  it("joins the slots in the order of the features", () => {
    const slots = collectSlots(
      [
        feature("a", { nav: [{ href: "/a", label: "A" }], dependencies: ["zod"] }),
        feature("b", { nav: [{ href: "/b", label: "B" }], dependencies: ["ai", "zod"] }),
      ],
      config,
    );
    expect(slots.nav.map(({ label }) => label)).toEqual(["A", "B"]);
    expect(slots.dependencies).toEqual(["zod", "ai"]);
  });

  it.each<[string, Contribution]>([
    ["nav", { nav: [{ href: "/a", label: "A" }] }],
    ["files", { files: [{ path: "a.ts", content: "" }] }],
    ["script", { scripts: { build: "x" } }],
    ["readme", { readme: [{ heading: "Chat", body: "" }] }],
  ])("refuses two features that fill the same %s", (slot, contribution) => {
    expect(() => collectSlots([feature("a", contribution), feature("b", contribution)], config)).toThrow(
      new RegExp(`${slot}`, "i"),
    );
  });

  it("refuses a variable declared twice", () => {
    const variable = { key: "A", feature: "a" } as ReturnType<Feature["variables"]>[number];
    const one = { ...feature("a", {}), variables: () => [variable] };
    expect(() => collectSlots([one, { ...one, id: "b" }], config)).toThrow("A");
  });
});

describe("orderFiles", () => {
  it("sorts, and refuses paths that collide where case does not count", () => {
    const file = (path: string) => ({ path, content: "" });
    expect(orderFiles([file("b"), file("a/c"), file("B2")]).map(({ path }) => path)).toEqual(["B2", "a/c", "b"]);
    expect(() => orderFiles([file("src/A.ts"), file("src/a.ts")])).toThrow("src/a.ts");
  });
});
