import { describe, expect, it } from "vitest";
import { permissions } from "@/server/context";
import { permissionsOf } from "./roles";

describe("permissionsOf", () => {
  it("gives owner and admin everything", () => {
    for (const role of ["owner", "admin"]) expect([...permissionsOf(role)].sort()).toEqual([...permissions].sort());
  });

  it("lets a viewer read, and nothing else", () => {
    for (const permission of permissionsOf("viewer")) expect(permission).toMatch(/:read$/);
    expect(permissionsOf("viewer").has("environment:reveal")).toBe(false);
  });

  it("lets a member work, but not manage people or the key of the model", () => {
    expect(permissionsOf("member").has("deployment:write")).toBe(true);
    expect(permissionsOf("member").has("model:read")).toBe(true);
    for (const kept of ["identity:manage", "model:write"] as const) {
      expect(permissionsOf("member").has(kept)).toBe(false);
    }
  });

  it("gives an unknown role nothing", () => {
    for (const role of ["", "root", "constructor", "__proto__"]) expect(permissionsOf(role).size).toBe(0);
  });
});
