import { describe, expect, it } from "vitest";
import { variablesOf } from "@/modules/scaffold/pure";
import { ScaffoldConfig } from "@/modules/scaffold/schema";
import { costsOf, databaseKeys, databaseMakers, namesOfPlatforms, sumText, withDatabases } from "./offers";

const specsFor = (database: string) => variablesOf(ScaffoldConfig.parse({ name: "shop", framework: "next", database }));
const postgres = specsFor("drizzle-postgres");
const to = (...platforms: ("local" | "vercel" | "railway" | "render")[]) => platforms.map((platform) => ({ platform }));

describe("offers of the wizard", () => {
  it("make a PostgreSQL where every hosting target can, and the project reads one", () => {
    expect(databaseKeys(postgres)).toEqual(["DATABASE_URL"]);
    expect(databaseMakers(postgres, to("local"))).toEqual([]);
    expect(databaseMakers(postgres, to("local", "railway", "render"))).toEqual(["railway", "render"]);
    expect(databaseMakers(postgres, to("vercel", "railway"))).toEqual([]);
    expect(databaseMakers(specsFor("drizzle-sqlite"), to("railway"))).toEqual([]);
    expect(databaseMakers(specsFor("mongodb"), to("railway"))).toEqual([]);
  });

  it("send the wish along for the targets that make one", () => {
    expect(withDatabases([{ platform: "local" }, { platform: "render", connectionId: "r" }], ["render"])).toEqual([
      { platform: "local" },
      { platform: "render", connectionId: "r", database: "create" },
    ]);
  });

  it("name what each hosting target costs, and all of them together", () => {
    const costs = costsOf(to("local", "vercel", "render"), ["render"]);
    expect(costs.map(({ target, cost }) => [target.platform, cost.monthlyUsd.from, cost.isBillable])).toEqual([
      ["vercel", 0, false],
      ["render", 13, true],
    ]);
    expect(sumText(costs)).toBe("$13 to $33");
    expect(sumText(costs.filter(({ cost }) => cost.isBillable))).toBe("$13");
    expect(namesOfPlatforms(["railway", "render"])).toBe("Railway and Render");
  });
});
