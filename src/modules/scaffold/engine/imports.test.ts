import { describe, expect, it } from "vitest";
import { importLines } from "./imports";

describe("importLines", () => {
  it("joins the names of a module, and orders both as Biome does", () => {
    const lines = importLines([
      { name: "useLoaderData", from: "react-router" },
      { name: "refuse", from: "@/http" },
      { name: "redirect", from: "react-router" },
      { name: "type RouteObject", from: "react-router" },
      { name: "refuse", from: "@/http" },
      { name: "Link", from: "./link" },
      { name: "readFile", from: "node:fs/promises" },
    ]);
    expect(lines).toBe(`import { readFile } from "node:fs/promises";
import { type RouteObject, redirect, useLoaderData } from "react-router";
import { refuse } from "@/http";
import { Link } from "./link";
`);
  });

  it("imports types alone as types", () => {
    expect(importLines([{ name: "type Health", from: "@/health" }])).toBe(`import type { Health } from "@/health";\n`);
  });

  it("breaks a line that is too long", () => {
    const names = Array.from({ length: 12 }, (_, index) => ({ name: `aVeryLongName${index}`, from: "zod" }));
    for (const line of importLines(names).split("\n")) expect(line.length).toBeLessThanOrEqual(120);
  });
});
