import { describe, expect, it } from "vitest";
import type { Page, Slots } from "../../engine/feature";
import { renderPages } from "./pages";

const component = { name: "NotesPage", from: "@/notes/notes-page" };
const notes: Page = { path: "/notes", title: "Notes", component };

function render(pages: Page[]): Record<string, string> {
  const files = renderPages({ pages } as unknown as Slots);
  return Object.fromEntries(files.map(({ path, content }) => [path, content]));
}

describe("renderPages", () => {
  it("writes no gate where no page has one", () => {
    const files = render([notes]);
    expect(files["src/router.tsx"]).toContain(`path: "/notes"`);
    expect(files["src/page.tsx"]).not.toMatch(/loader|redirect|FeatureOff/);
    expect(Object.keys(render([]))).toEqual(["src/router.tsx"]);
  });

  it("says what is missing before it asks who is signed in", () => {
    const page = render([{ ...notes, feature: "Database", isGuarded: true }])["src/page.tsx"] ?? "";
    expect(page.indexOf("await missingFor(feature)")).toBeGreaterThan(0);
    expect(page.indexOf("await isSignedIn()")).toBeGreaterThan(page.indexOf("await missingFor(feature)"));
  });
});
