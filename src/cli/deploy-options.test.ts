import { describe, expect, it } from "vitest";
import { parseConnection, parsePlatform, parsePlatforms } from "./deploy-options";

describe("where a deployment goes", () => {
  it("is one platform, or several with commas between them", () => {
    expect(parsePlatforms("local")).toEqual(["local"]);
    expect(parsePlatforms("vercel, railway")).toEqual(["vercel", "railway"]);
    expect(parsePlatform("render")).toBe("render");
  });

  it.each(["", "moon", "vercel,", "vercel,moon", "vercel,vercel", "Vercel"])("is not %j", (text) => {
    expect(() => parsePlatforms(text)).toThrow("Name each once of: local, vercel, railway, render.");
    expect(() => parsePlatform(text)).toThrow("Choose one of");
  });

  it("is an account for all of them, or one for each", () => {
    const all = parseConnection("work", new Map());
    expect(all.get("any")).toBe("work");
    const each = parseConnection("railway=side=project", parseConnection("vercel=work", new Map()));
    expect([each.get("vercel"), each.get("railway"), each.get("any")]).toEqual(["work", "side=project", undefined]);
    expect(parseConnection("a=b", new Map()).get("any")).toBe("a=b");
  });
});
