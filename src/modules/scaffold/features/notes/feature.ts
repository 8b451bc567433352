import type { Contribution, Feature } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { notesClientPage } from "./client-page";
import { notesFacts } from "./facts";
import { noteList } from "./list";
import { noteActions, noteForm, notesPage } from "./next-pages";
import { httpModule, noteModule } from "./server";
import { notesTable } from "./table";

export const notes: Feature = {
  ...notesFacts,
  contribute: (config) => {
    const pages = pagesFor(config);
    return {
      ...pages,
      files: [
        { path: "src/notes/note.ts", content: noteModule },
        { path: "src/notes/http.ts", content: httpModule },
        ...(pages.files ?? []),
      ],
      dependencies: ["zod"],
      landmarks: [{ path: "src/notes/store.ts", purpose: "How notes are read and written." }],
      tables: [notesTable],
      endpoints: [
        {
          path: "/api/notes",
          handlers: { GET: "getNotes", POST: "postNote" },
          from: "@/notes/http",
          summary: "Lists notes and adds one.",
          example: `-X POST -H 'content-type: application/json' -d '{"text":"first"}'`,
        },
      ],
      readme: [{ heading: "Notes", body: readme(config) }],
    };
  },
};

function pagesFor({ framework }: ScaffoldConfig): Contribution {
  if (framework === "hono") return {};
  const shared: Contribution = {
    nav: [{ href: "/notes", label: "Notes" }],
    cards: [
      { href: "/notes", title: "Notes", body: "Writes notes to the database and lists them.", feature: "Database" },
    ],
  };
  const list = { path: "src/notes/note-list.tsx", content: noteList };
  if (framework === "next") {
    return {
      ...shared,
      components: ["field", "notice", "page-shell", "submit-button"],
      files: [
        list,
        { path: "src/notes/actions.ts", content: noteActions },
        { path: "src/notes/note-form.tsx", content: noteForm },
        { path: "src/app/notes/page.tsx", content: notesPage },
      ],
    };
  }
  return {
    ...shared,
    components: ["button", "field", "notice", "page-shell"],
    files: [list, { path: "src/notes/notes-page.tsx", content: notesClientPage }],
    pages: [
      {
        path: "/notes",
        title: "Notes",
        component: { name: "NotesPage", from: "@/notes/notes-page" },
        feature: "Database",
      },
    ],
  };
}

function readme({ framework }: ScaffoldConfig): string {
  const subject = framework === "hono" ? "The API of the notes" : "`/notes` writes notes and lists them. Its API";
  return `${subject} shows how the database is used:

\`\`\`sh
curl -X POST localhost:3000/api/notes -H 'content-type: application/json' -d '{"text":"first"}'
curl localhost:3000/api/notes
\`\`\``;
}
