import { describe, expect, it } from "vitest";
import { changeTarget, readTargets, strictestPlatform, toggleTarget, withAccounts, writeTargets } from "./targets";

const read = (text: string) => readTargets(new URLSearchParams(text)).map(({ platform }) => platform);

describe("targets of the wizard", () => {
  it("come from the address, in one order, without what is not a platform", () => {
    expect(read("")).toEqual(["local"]);
    expect(read("platform=vercel")).toEqual(["vercel"]);
    expect(read("platform=render,vercel,heroku,render")).toEqual(["vercel", "render"]);
    expect(read("platform=heroku")).toEqual(["local"]);
  });

  it("go back into the address, which says nothing of the default", () => {
    expect(writeTargets(readTargets(new URLSearchParams("platform=railway,vercel")))).toBe("vercel,railway");
    expect(writeTargets([{ platform: "local" }])).toBeUndefined();
  });

  it("are added and taken away, and one always stays", () => {
    const both = toggleTarget([{ platform: "render", connectionId: "r1" }], "vercel");
    expect(both).toEqual([{ platform: "vercel" }, { platform: "render", connectionId: "r1" }]);
    expect(toggleTarget(both, "vercel")).toEqual([{ platform: "render", connectionId: "r1" }]);
    expect(toggleTarget([{ platform: "local" }], "local")).toEqual([{ platform: "local" }]);
  });

  it("keep the account that was chosen for each", () => {
    const changed = changeTarget([{ platform: "vercel" }, { platform: "local" }], {
      platform: "vercel",
      connectionId: "v2",
    });
    expect(changed).toEqual([{ platform: "vercel", connectionId: "v2" }, { platform: "local" }]);
  });

  it("go to the first account that works, unless one was chosen", () => {
    const account = (connectionId: string, state: "ok" | "refused") => ({
      connectionId,
      name: connectionId,
      account: "team",
      state,
      emulated: false,
    });
    const platforms = [
      {
        id: "vercel" as const,
        label: "Vercel",
        description: "",
        available: true,
        accounts: [account("v1", "refused"), account("v2", "ok")],
        capabilities: [],
      },
    ];
    expect(withAccounts([{ platform: "local" }, { platform: "vercel" }], platforms)).toEqual([
      { platform: "local" },
      { platform: "vercel", connectionId: "v2" },
    ]);
    expect(withAccounts([{ platform: "vercel", connectionId: "v3" }], platforms)[0]?.connectionId).toBe("v3");
  });

  it("are checked by the strictest of them", () => {
    expect(strictestPlatform([{ platform: "local" }])).toBe("local");
    expect(strictestPlatform([{ platform: "local" }, { platform: "railway" }])).toBe("railway");
  });
});
