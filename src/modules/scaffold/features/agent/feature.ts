import { clientDirective, hasReact } from "../../engine/client";
import type { Contribution, Feature, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { providerLabel, setUpText } from "../ai/provider";
import { agentFacts } from "./facts";
import { agentMessages, agentPage, toolCall } from "./pages";
import { agentHttp, calculatorModule, hasNotes, toolsModule } from "./server";

export const agent: Feature = {
  ...agentFacts,
  contribute: (config) => ({
    ...(hasReact(config) ? pageParts(config) : {}),
    files: [
      { path: "src/agent/calculator.ts", content: calculatorModule },
      { path: "src/agent/http.ts", content: agentHttp(config) },
      { path: "src/agent/tools.ts", content: toolsModule(config) },
      ...(hasReact(config) ? pageFiles(config) : []),
    ],
    dependencies: ["zod"],
    endpoints: [
      {
        path: "/api/agent",
        handlers: { POST: "runAgent" },
        from: "@/agent/http",
        summary: "Streams what the agent does with its tools, then its answer.",
        example: `-N --json '{"messages":[{"id":"1","role":"user","parts":[{"type":"text","text":"What is 12 * 12?"}]}]}'`,
        maxSeconds: 120,
      },
    ],
    ingredients: ["an agent with tools"],
    landmarks: [
      { path: "src/agent/tools.ts", purpose: "What the agent can do." },
      { path: "src/agent/http.ts", purpose: "The instructions it follows, and its limit of steps." },
    ],
    readme: [{ heading: "Agent", body: readme(config) }],
    guidance: [
      "A tool of the agent checks its input with a schema, answers mistakes in words, and asks for approval in `src/agent/http.ts` when it changes anything.",
    ],
  }),
};

function pageFiles(config: ScaffoldConfig): TemplateFile[] {
  return [
    { path: "src/agent/agent.tsx", content: agentPage(config) },
    { path: "src/agent/agent-messages.tsx", content: clientDirective(config) + agentMessages(config) },
    { path: "src/agent/tool-call.tsx", content: toolCall(config) },
  ];
}

function pageParts(config: ScaffoldConfig): Contribution {
  return {
    nav: [{ href: "/agent", label: "Agent" }],
    cards: [
      {
        href: "/agent",
        title: "Agent",
        body: `Works with tools and shows each call; thinks with ${providerLabel(config)}.`,
        feature: "Agent",
      },
    ],
    pages: [
      {
        path: "/agent",
        title: "Agent",
        component: { name: "Agent", from: "@/agent/agent" },
        feature: "Agent",
        isGuarded: config.auth !== "none",
      },
    ],
  };
}

function readme(config: ScaffoldConfig): string {
  const where = hasReact(config) ? "`/agent`, through `POST /api/agent`," : "`POST /api/agent`";
  const notes = hasNotes(config)
    ? " It reads the notes of the project, and adds one when the person it works for allows it."
    : "";
  const approval = hasNotes(config)
    ? " and, when it changes anything, to `toolApproval` in `src/agent/http.ts`"
    : "; when it changes anything, ask first with the `toolApproval` of `streamText`";
  return `${where} answers with the help of tools: a calculator and a clock.${notes} It stops after 8 steps. ${setUpText(config)}

A new tool goes into \`src/agent/tools.ts\`${approval}.`;
}
