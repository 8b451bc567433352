import { versions } from "../../catalog/versions";
import { hasReact } from "../../engine/client";
import type { Contribution, Feature } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { providerLabel, setUpText } from "../ai/provider";
import { sampleDocuments } from "./documents";
import { ragFacts } from "./facts";
import { answerView, askPage, passageList } from "./pages";
import { documentsModule, passagesModule, searchModule } from "./search";
import { answerModule, askHttp } from "./server";

export const rag: Feature = {
  ...ragFacts,
  render: sampleDocuments,
  contribute: (config) => ({
    ...(hasReact(config) ? pageParts(config) : {}),
    files: [
      { path: "src/ask/answer.ts", content: answerModule },
      { path: "src/ask/documents.ts", content: documentsModule },
      { path: "src/ask/http.ts", content: askHttp(config) },
      { path: "src/ask/passages.ts", content: passagesModule },
      { path: "src/ask/search.ts", content: searchModule },
      ...(hasReact(config)
        ? [
            { path: "src/ask/answer-view.tsx", content: answerView },
            { path: "src/ask/ask.tsx", content: askPage(config) },
            { path: "src/ask/passage-list.tsx", content: passageList },
          ]
        : []),
    ],
    dependencies: ["minisearch", "zod"],
    endpoints: [
      {
        path: "/api/answer",
        handlers: { POST: "answerQuestion" },
        from: "@/ask/http",
        summary: "Streams the answer to a question, with the passages it rests on.",
        example: `-N --json '{"question":"How do I start this app?"}'`,
        maxSeconds: 60,
      },
      {
        path: "/api/documents",
        handlers: { GET: "getDocuments" },
        from: "@/ask/http",
        summary: "Lists the documents that answers come from.",
      },
    ],
    stack: [{ name: "MiniSearch", version: versions.minisearch }],
    ingredients: ["answers from documents"],
    landmarks: [
      { path: "documents", purpose: "The Markdown files that answers come from." },
      { path: "src/ask/search.ts", purpose: "How passages are found." },
      { path: "src/ask/http.ts", purpose: "The instructions the model follows, and the stream." },
    ],
    tracedFiles: ["./documents/**/*"],
    readme: [{ heading: "Answers from documents", body: readme(config) }],
    guidance: [
      "Answers come from `documents/` alone and cite their passages by number; when nothing is found the model is not asked.",
    ],
  }),
};

function pageParts(config: ScaffoldConfig): Contribution {
  return {
    nav: [{ href: "/ask", label: "Ask" }],
    cards: [
      {
        href: "/ask",
        title: "Ask",
        body: `Answers from your documents, with citations, by ${providerLabel(config)}.`,
        feature: "Answers",
      },
    ],
    pages: [
      {
        path: "/ask",
        title: "Ask the documents",
        component: { name: "Ask", from: "@/ask/ask" },
        feature: "Answers",
        isGuarded: config.auth !== "none",
      },
    ],
  };
}

function readme(config: ScaffoldConfig): string {
  const where = hasReact(config) ? "`/ask`, through `POST /api/answer`," : "`POST /api/answer`";
  return `${where} answers questions from the Markdown files in \`documents/\`. Passages are found by their words (MiniSearch in memory, no service), handed to ${providerLabel(config)}, and cited by number. Where nothing is found it says so. ${setUpText(config)}

Put your own files into \`documents/\` and start again; the ones there describe this project. The words that are ignored, in \`src/ask/search.ts\`, are English ones.

The search compares words rather than meanings, so it works with every provider: not all of them offer embeddings, Anthropic for one does not. To search by meaning, replace \`findPassages\` in \`src/ask/search.ts\`: make a vector of each passage with \`embedMany\` of the AI SDK, keep them in a vector index such as pgvector, and return the passages nearest to the \`embed\` of the question. Nothing else changes.`;
}
