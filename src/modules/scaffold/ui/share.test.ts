import { describe, expect, it } from "vitest";
import { shareStack } from "./share";

const choices = new URLSearchParams({ name: "shop", database: "mongodb", extras: "docker,ci" });

describe("shareStack", () => {
  it("links to the choices without the name", () => {
    const { link, badge, isLocal } = shareStack("https://berth.example.com", choices);
    expect(link).toBe("https://berth.example.com/new?database=mongodb&extras=docker%2Cci");
    expect(badge).toBe(`[![Use this stack](https://berth.example.com/use-this-stack.svg)](${link})`);
    expect(isLocal).toBe(false);
    expect(choices.get("name")).toBe("shop");
  });

  it("links to the plain page for the defaults", () => {
    expect(shareStack("https://berth.example.com", new URLSearchParams("name=shop")).link).toBe(
      "https://berth.example.com/new",
    );
  });

  it.each([
    ["http://localhost:3000", true],
    ["http://127.0.0.1:3000", true],
    ["http://[::1]:3000", true],
    ["http://berth.localhost", true],
    ["https://localhost.example.com", false],
    ["http://10.0.0.7:3000", false],
  ])("knows whether %s is this machine alone", (origin, isLocal) => {
    expect(shareStack(origin, choices).isLocal).toBe(isLocal);
  });
});
