import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { canDo, capabilitiesOf, capabilityNames, platformCapabilities } from "./capabilities";
import { operationsOf } from "./open";

const hosting = ["vercel", "railway", "render"] as const;

describe.each(hosting)("what %s is said to do", (id) => {
  it("is what its operations do", () => {
    const operations = operationsOf(id);
    expect({
      promote: canDo(id, "promote"),
      rollback: canDo(id, "rollback"),
      pause: canDo(id, "pause"),
      domains: canDo(id, "domains"),
      scale: canDo(id, "scale"),
      autoscale: canDo(id, "autoscale"),
      databases: canDo(id, "databases"),
      sync: canDo(id, "sync"),
    }).toEqual({
      promote: operations.promote !== undefined,
      rollback: operations.rollback !== undefined,
      pause: operations.pause !== undefined && operations.resume !== undefined,
      domains: operations.domains !== undefined,
      scale: operations.scale !== undefined,
      autoscale: operations.scale?.canAutoscale === true,
      databases: operations.createDatabase !== undefined,
      sync: operations.variables !== undefined,
    });
  });

  it("hangs together", () => {
    expect(canDo(id, "promote")).toBe(canDo(id, "previews"));
    expect(canDo(id, "git")).toBe(!canDo(id, "upload"));
  });
});

it("is told in whole sentences, also what is missing", () => {
  for (const [id, table] of Object.entries(platformCapabilities)) {
    expect(Object.keys(table), id).toEqual([...capabilityNames]);
    for (const support of Object.values(table)) expect(support.has ? support.how : support.why).toMatch(/^[A-Z].*\.$/);
  }
});

it("is listed in the order of the table", () => {
  expect(capabilitiesOf("render")).toEqual(capabilityNames.filter((name) => canDo("render", name)));
});

it("is what docs/platforms.md says", () => {
  const page = readFileSync("docs/platforms.md", "utf8");
  const rows = page.matchAll(/^\| (\w+) \| (yes|no) \| (yes|no) \| (yes|no) \| (yes|no) \|$/gm);
  const written = Array.from(rows, ([, name, ...cells]) => [name, ...cells]);
  const word = (has: boolean) => (has ? "yes" : "no");
  expect(written).toEqual(
    capabilityNames.map((name) => [
      name,
      ...(["local", ...hosting] as const).map((id) => word(platformCapabilities[id][name].has)),
    ]),
  );
});
