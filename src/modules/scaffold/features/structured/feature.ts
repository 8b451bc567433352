import { clientDirective, hasReact } from "../../engine/client";
import type { Contribution, Feature } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { providerLabel, setUpText } from "../ai/provider";
import { structuredFacts } from "./facts";
import { extractPage, meetingView } from "./pages";
import { extractHttp, schemaModule } from "./server";

export const structured: Feature = {
  ...structuredFacts,
  contribute: (config) => ({
    ...(hasReact(config) ? pageParts(config) : {}),
    files: [
      { path: "src/structured/http.ts", content: extractHttp(config) },
      { path: "src/structured/schema.ts", content: schemaModule },
      ...(hasReact(config)
        ? [
            { path: "src/structured/extract.tsx", content: extractPage(config) },
            { path: "src/structured/meeting-view.tsx", content: clientDirective(config) + meetingView },
          ]
        : []),
    ],
    dependencies: ["zod"],
    endpoints: [
      {
        path: "/api/extract",
        handlers: { POST: "extractMeeting" },
        from: "@/structured/http",
        summary: "Reads a meeting note into a typed object.",
        example: `--json '{"text":"Planning, 3 March. Ada and Grace move the launch to 24 March."}'`,
        maxSeconds: 60,
      },
    ],
    ingredients: ["a form that turns text into data"],
    landmarks: [
      { path: "src/structured/schema.ts", purpose: "What is read out of a text." },
      { path: "src/structured/http.ts", purpose: "The instructions the model follows." },
    ],
    readme: [{ heading: "Extraction", body: readme(config) }],
    guidance: [
      "What is extracted stands in `src/structured/schema.ts` alone; a field the text may lack is nullable, never optional, because some providers demand every field.",
    ],
  }),
};

function pageParts(config: ScaffoldConfig): Contribution {
  return {
    nav: [{ href: "/extract", label: "Extract" }],
    cards: [
      {
        href: "/extract",
        title: "Extract",
        body: `Turns a meeting note into typed data, read by ${providerLabel(config)}.`,
        feature: "Extraction",
      },
    ],
    components: ["button", "notice", "page-shell", "text-area"],
    pages: [
      {
        path: "/extract",
        title: "Extract",
        component: { name: "Extract", from: "@/structured/extract" },
        feature: "Extraction",
        isGuarded: config.auth !== "none",
      },
    ],
  };
}

function readme(config: ScaffoldConfig): string {
  const where = hasReact(config) ? "`/extract`, through `POST /api/extract`," : "`POST /api/extract`";
  return `${where} turns the note of a meeting into the object in \`src/structured/schema.ts\`: who was there, what was decided, who does what. The model must keep to that schema, and what the text does not state comes back as null. ${setUpText(config)}

For other texts change the schema and the instructions in \`src/structured/http.ts\`.`;
}
