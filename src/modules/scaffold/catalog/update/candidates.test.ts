import { describe, expect, it } from "vitest";
import { compareVersions, type Published, proposeGroup } from "./candidates";

const strict = { allowMajor: false };
const alone = { name: "x", packages: ["x"] };

function newest(from: string, versions: string[], latest?: string, options = strict): string | undefined {
  return proposeGroup(alone, { x: from }, new Map([["x", { versions, latest }]]), options)?.changes[0]?.to;
}

describe("proposeGroup", () => {
  it("takes the newest of the same major release", () => {
    expect(newest("1.2.3", ["1.2.3", "1.10.0", "1.9.9", "2.0.0"])).toBe("1.10.0");
    expect(newest("1.2.3", ["1.2.2", "1.2.3"])).toBeUndefined();
  });

  it("takes 0.x for what it is: every minor release may break", () => {
    expect(newest("0.45.4", ["0.45.5", "0.46.0"])).toBe("0.45.5");
    expect(newest("0.0.4", ["0.0.5"])).toBeUndefined();
  });

  it("leaves the major release only when asked", () => {
    expect(newest("1.2.3", ["1.3.0", "2.0.0"], "2.0.0", { allowMajor: true })).toBe("2.0.0");
  });

  it("never leaves the major release of what follows Node", () => {
    const group = { name: "@types/node", packages: ["@types/node"] };
    const published = new Map([["@types/node", { versions: ["24.20.0", "26.0.0"], latest: "26.0.0" }]]);
    const proposal = proposeGroup(group, { "@types/node": "24.19.2" }, published, { allowMajor: true });
    expect(proposal?.changes).toEqual([{ name: "@types/node", from: "24.19.2", to: "24.20.0" }]);
  });

  it("does not run ahead of the tag latest, unless the pin already does", () => {
    expect(newest("1.2.3", ["1.3.0", "1.4.0"], "1.3.0")).toBe("1.3.0");
    expect(newest("5.1.0", ["5.2.0"], "4.9.0")).toBe("5.2.0");
  });

  it("follows previews only along their own line", () => {
    const versions = ["4.24.0", "5.0.0-beta.31", "5.0.0-beta.33", "5.0.0-canary.40", "5.1.0-beta.1"];
    expect(newest("5.0.0-beta.32", versions, "4.24.0")).toBe("5.0.0-beta.33");
    expect(newest("5.0.0-beta.32", [...versions, "5.0.0"], "5.0.0")).toBe("5.0.0");
    expect(newest("4.24.0", versions, "4.24.0")).toBeUndefined();
  });

  describe("of packages that carry the same number", () => {
    const group = { name: "React", packages: ["react", "react-dom"], same: ["react", "react-dom"] };
    const pins = { react: "19.3.1", "react-dom": "19.3.1" };
    const published = new Map<string, Published>([
      ["react", { versions: ["19.3.0", "19.3.1", "19.3.2", "19.4.0"] }],
      ["react-dom", { versions: ["19.3.0", "19.3.1", "19.3.2"] }],
    ]);

    it("takes the newest that all of them have", () => {
      expect(proposeGroup(group, pins, published, strict)?.changes.map(({ to }) => to)).toEqual(["19.3.2", "19.3.2"]);
    });

    it("moves all of them to a version named for one", () => {
      const wanted = new Map([["react-dom", "19.3.0"]]);
      const proposal = proposeGroup(group, pins, published, { ...strict, wanted });
      expect(proposal?.changes.map(({ to }) => to)).toEqual(["19.3.0", "19.3.0"]);
    });
  });

  it("refuses a named version that is not published, and proposes nothing for the pinned one", () => {
    const published = new Map([["x", { versions: ["1.0.0", "1.1.0"] }]]);
    const ask = (version: string) =>
      proposeGroup(alone, { x: "1.0.0" }, published, { ...strict, wanted: new Map([["x", version]]) });
    expect(() => ask("1.0.7")).toThrow("x 1.0.7 is not published where npm looks.");
    expect(ask("1.0.0")).toBeUndefined();
  });

  it("passes over what is no version", () => {
    expect(newest("1.0.0", ["latest", "1.0", "01.x", "1.0.1+build"])).toBeUndefined();
  });
});

it("orders versions as semver does", () => {
  const order = [
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.2.0",
    "1.10.0",
  ];
  expect(order.toReversed().sort(compareVersions)).toEqual(order);
  expect(["1.0.0", "nonsense"].sort(compareVersions)).toEqual(["nonsense", "1.0.0"]);
});
