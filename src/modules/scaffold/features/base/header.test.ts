import { describe, expect, it } from "vitest";
import { headerClasses, openTag } from "./header";

describe("headerClasses", () => {
  it("keeps a few links beside the name, whose text gives way on a phone", () => {
    expect(headerClasses(2, 1).row).not.toContain("flex-wrap");
    expect(headerClasses(2, 1).name).toContain("max-sm:sr-only");
    expect(headerClasses(0, 1).name).toBe("truncate");
  });

  it("gives many links a line of their own that scrolls", () => {
    for (const [links, actions] of [
      [3, 1],
      [6, 2],
    ] as const) {
      expect(headerClasses(links, actions).row).toContain("flex-wrap");
      expect(headerClasses(links, actions).nav).toContain("overflow-x-auto");
    }
  });
});

describe("openTag", () => {
  it("breaks an element whose attributes do not fit, and never a single attribute", () => {
    expect(openTag("  ", "a", [`href="/"`, `class="link"`])).toBe(`  <a href="/" class="link">`);
    const long = `class="${"x".repeat(120)}"`;
    expect(openTag("  ", "a", [`href="/"`, long])).toBe(`  <a\n    href="/"\n    ${long}\n  >`);
    expect(openTag("", "div", [long])).toBe(`<div ${long}>`);
  });
});
