import { describe, expect, it } from "vitest";
import { collectSlots } from "../engine/compose";
import type { Contribution, Feature } from "../engine/feature";
import { ScaffoldConfig } from "../schema";
import { renderRoutes as renderAstroRoutes } from "./astro/routes";
import { renderRoutes as renderNextRoutes } from "./next/routes";

const config = ScaffoldConfig.parse({ name: "harbour" });

function slotsOf(contribution: Contribution) {
  const feature: Feature = {
    id: "probe",
    isChosen: () => true,
    variables: () => [],
    contribute: () => contribution,
  };
  return collectSlots([feature], config);
}

const slots = slotsOf({
  endpoints: [
    { path: "/api/notes", handlers: { POST: "createNote", GET: "readNotes" }, from: "@/notes/http", summary: "Notes." },
    { path: "/api/auth/*", handlers: { GET: "handle", POST: "handle" }, from: "@/auth/handler", summary: "Sign-in." },
    { path: "/api/chat", handlers: { POST: "chat" }, from: "@/chat/http", summary: "Streams.", maxSeconds: 60 },
  ],
  pages: [
    { path: "/about", title: "About", component: { name: "AboutPage", from: "@/about/page" } },
    {
      path: "/shop/account",
      title: "Account",
      component: { name: "AccountPage", from: "@/auth/account-page" },
      feature: "Sign-in",
      isGuarded: true,
    },
  ],
});

describe("routes of Next", () => {
  const files = new Map(renderNextRoutes(slots).map(({ path, content }) => [path, content]));

  it("export the handlers of an endpoint by their methods", () => {
    expect(files.get("src/app/api/notes/route.ts")).toBe(
      'export { createNote as POST, readNotes as GET } from "@/notes/http";\n',
    );
    expect(files.get("src/app/api/auth/[...path]/route.ts")).toContain("handle as GET, handle as POST");
  });

  it("limit the time of a stream where the host wants a limit", () => {
    expect(files.get("src/app/api/chat/route.ts")).toContain("export const maxDuration = 60;");
    expect(files.get("src/app/api/notes/route.ts")).not.toContain("maxDuration");
  });

  it("ask who is signed in before what is missing, and only where a page wants it", () => {
    const guarded = files.get("src/app/shop/account/page.tsx") ?? "";
    expect(guarded.indexOf('redirect("/sign-in?callbackUrl=%2Fshop%2Faccount")')).toBeGreaterThan(0);
    expect(guarded.indexOf('missingFor("Sign-in")')).toBeGreaterThan(guarded.indexOf('redirect("/sign-in'));
    expect(files.get("src/app/about/page.tsx")).not.toMatch(/connection|currentUser|missingFor/);
  });
});

describe("routes of Astro", () => {
  const files = new Map(renderAstroRoutes(slots).map(({ path, content }) => [path, content]));

  it("answer each method of an endpoint by its handler", () => {
    const notes = files.get("src/pages/api/notes.ts");
    expect(notes).toContain("export const GET = endpoint(readNotes);\n");
    expect(notes).toContain("export const POST = endpoint(createNote);\n");
    expect(files.has("src/pages/api/auth/[...path].ts")).toBe(true);
  });

  it("find the layout from a page in a folder", () => {
    expect(files.get("src/pages/about.astro")).toContain('from "../layouts/layout.astro"');
    expect(files.get("src/pages/shop/account.astro")).toContain('from "../../layouts/layout.astro"');
  });

  it("guard a page on the server", () => {
    expect(files.get("src/pages/shop/account.astro")).toContain(
      'if ((await currentUser(Astro.request)) === undefined) return Astro.redirect("/sign-in?callbackUrl=%2Fshop%2Faccount");',
    );
    expect(files.get("src/pages/about.astro")).not.toMatch(/currentUser|missingFor/);
  });
});
