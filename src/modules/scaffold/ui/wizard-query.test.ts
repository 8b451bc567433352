import { describe, expect, it } from "vitest";
import { catalogOptions, optionStates } from "../pure";
import { ScaffoldConfig } from "../schema";
import { openWizard } from "./open-wizard";
import { freeName, readChoices, writeChoices } from "./wizard-query";

const defaults = ScaffoldConfig.parse({ name: "my-app" });
const read = (query: string) => readChoices(new URLSearchParams(query), catalogOptions, defaults);

describe("the wizard's address", () => {
  it("reproduces the configuration it was written from", () => {
    const config = ScaffoldConfig.parse({
      name: "shop",
      database: "drizzle-postgres",
      auth: "nextauth",
      authProviders: ["credentials", "github"],
    });
    const query = writeChoices(config, catalogOptions, defaults);
    expect(read(query.toString())).toEqual({ config, refused: [] });
  });

  it("leaves out defaults but always says the name", () => {
    expect(writeChoices(defaults, catalogOptions, defaults).toString()).toBe("name=my-app");
  });

  it("drops what does not exist and says so", () => {
    const { config, refused } = read("database=oracle&authProviders=github,__proto__&nonsense=1");
    expect(config.database).toBe("none");
    expect(config.authProviders).toEqual(["github"]);
    expect(refused).toEqual([
      { field: "database", value: "oracle" },
      { field: "authProviders", value: "__proto__" },
    ]);
  });

  it("keeps a hostile value short", () => {
    const { config, refused } = read(`name=${"x".repeat(5000)}&database=${"y".repeat(5000)}`);
    expect(config.name).toHaveLength(200);
    expect(refused[0]?.value).toHaveLength(60);
  });
});

describe("openWizard", () => {
  it("repairs a combination that the rules forbid", () => {
    const { config, states } = openWizard(new URLSearchParams("auth=nextauth"), []);
    expect(config).toMatchObject({ database: "drizzle-postgres", authProviders: ["credentials"] });
    expect(states).toEqual(optionStates(config));
  });

  it("suggests a name that is free, and keeps one that is given", () => {
    expect(openWizard(new URLSearchParams(), ["my-app", "my-app-2"]).config.name).toBe("my-app-3");
    expect(openWizard(new URLSearchParams("name=shop"), ["shop"]).config.name).toBe("shop");
    expect(freeName(["shop"], "shop")).toBe("shop-2");
  });
});
