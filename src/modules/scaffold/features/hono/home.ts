import type { Endpoint, Slots, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { commandsOf } from "../base/commands";
import { leadOf, titleOf } from "../base/frameworks";
import { openTag } from "../base/header";
import { filled, objects } from "../base/literals";
import { isTranslated, words, wordsAttribute } from "../i18n/texts";
import { healthState } from "./health-state";
import { layoutModule } from "./layout";

/** The one page of an API server: its endpoints with lines to try them, its health, and where to start. */
export function renderHome(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  return [
    { path: "src/home.tsx", content: homeModule(config, slots) },
    { path: "src/health-state.tsx", content: healthState(config) },
    { path: "src/layout.tsx", content: layoutModule(config) },
  ];
}

function shownEndpoint({ path, handlers, summary, example }: Endpoint): object {
  const methods = Object.keys(handlers);
  const isAddress = !path.endsWith("*") && (methods.includes("GET") || example !== undefined);
  return { methods: methods.join(", "), path, summary, curl: isAddress ? (example ?? "") : undefined };
}

/** The name of the project, on the line of its tag where it fits. */
function heading(title: string): string {
  const open = `            <h1 class="mt-6 text-4xl font-semibold tracking-[-0.035em] text-balance wrap-anywhere sm:text-6xl">`;
  const line = `${open}${title}</h1>`;
  return line.length <= 120 ? line : `${open}\n              ${title}\n            </h1>`;
}

function homeModule(config: ScaffoldConfig, slots: Slots): string {
  const { endpoints, stack, landmarks, ingredients } = slots;
  const translated = isTranslated(config);
  const translate = translated ? " t={t}" : "";
  const sentence = translated ? `{t("lead")}` : leadOf(config, ingredients);
  const lead = filled(`${sentence} ${words(config, "addEndpoint")}{" "}`.split(/ (?!")/), 14);
  return `import { checkHealth } from "@/health";
import { HealthBadge, HealthList } from "@/health-state";
${translated ? `import type { Translate } from "@/i18n/locale";\n` : ""}
interface Endpoint {
  methods: string;
  path: string;
  summary: string;
  /** What follows the address in a call by curl. */
  curl?: string;
}

const endpoints: Endpoint[] = ${objects(endpoints.map(shownEndpoint))};

const stack = ${objects(stack)};

const landmarks = ${objects(landmarks)};

const commands = ${objects(commandsOf(config, slots))};

/** What this server offers, whether it is ready, and where to start. */
export async function Home(${translated ? "{ origin, t }: { origin: string; t: Translate }" : "{ origin }: { origin: string }"}) {
  const health = await checkHealth();
  return (
    <main class="relative grow">
      <div aria-hidden="true" class="blueprint pointer-events-none absolute inset-x-0 top-0 h-[28rem]" />
      <div class="relative mx-auto w-full max-w-5xl px-5">
        <section class="grid gap-12 pt-16 pb-14 sm:pt-24 sm:pb-20 lg:grid-cols-[1fr_19rem] lg:items-end">
          <div>
            <HealthBadge health={health}${translate} />
${heading(titleOf(config))}
            <p class="mt-5 max-w-lg text-lg text-muted text-pretty">
${lead}
              <code class="rounded bg-sunken px-1.5 py-0.5 font-mono text-[0.85em] text-ink">src/routes.ts</code>.
            </p>
          </div>
          <Stack${translate} />
        </section>
        <section aria-labelledby="endpoints" class="overflow-hidden rounded-xl border border-line bg-surface">
          <h2 id="endpoints" class="border-b border-line px-5 py-3 text-sm font-medium sm:px-6">
            ${words(config, "endpoints")}
          </h2>
          <ul class="divide-y divide-line">
            {endpoints.map((endpoint) => (
              <EndpointRow {...endpoint} origin={origin} />
            ))}
          </ul>
        </section>
        <HealthList health={health}${translate} />
        <div class="grid gap-12 py-14 sm:py-20 lg:grid-cols-[1fr_19rem]">
          <Terms
            title=${wordsAttribute(config, "start")}
            columns="sm:grid-cols-2"
            terms={landmarks.map(({ path, purpose }) => [path, purpose])}
          />
          <Terms title=${wordsAttribute(config, "commands")} terms={commands.map(({ command, purpose }) => [command, purpose])} />
        </div>
      </div>
    </main>
  );
}

function EndpointRow({ methods, path, summary, curl, origin }: Endpoint & { origin: string }) {
  const line = ["curl", origin + path, curl].filter(Boolean).join(" ");
  return (
    <li class="flex flex-col gap-3 px-5 py-4 sm:px-6">
      <div class="grid gap-x-6 gap-y-1 sm:grid-cols-[16rem_1fr]">
        <p class="flex flex-wrap items-baseline gap-x-3 font-mono text-[0.8125rem]">
          <span class="text-muted">{methods}</span>
          <span class="break-all">{path}</span>
        </p>
        <p class="text-sm text-muted">{summary}</p>
      </div>
      {curl !== undefined && (
        <div class="flex items-start gap-2 rounded-lg bg-sunken py-1 pr-1 pl-3 sm:items-center">
          <code class="grow py-2.5 font-mono text-xs wrap-anywhere sm:overflow-x-auto sm:py-1.5 sm:whitespace-nowrap">
            {line}
          </code>
          <button
            type="button"
            data-copy={line}
            aria-label={"Copy the call of " + path}
            class="h-11 shrink-0 rounded-md px-3 text-xs font-medium text-muted transition-colors duration-150 hover:text-ink sm:h-8"
          >
            Copy
          </button>
        </div>
      )}
    </li>
  );
}

function Stack(${translated ? "{ t }: { t: Translate }" : ""}) {
  return (
${openTag("    ", "dl", [`aria-label=${wordsAttribute(config, "stack")}`, `class="divide-y divide-line rounded-xl border border-line bg-surface/80 font-mono text-xs"`])}
      {stack.map(({ name, version }) => (
        <div class="flex justify-between gap-4 px-4 py-2.5">
          <dt>{name}</dt>
          <dd class="text-muted tabular-nums">{version}</dd>
        </div>
      ))}
    </dl>
  );
}

function Terms({ title, terms, columns = "" }: { title: string; terms: [string, string][]; columns?: string }) {
  return (
    <section>
      <h2 class="text-sm font-medium">{title}</h2>
      <dl class={"mt-5 grid gap-x-8 gap-y-5 " + columns}>
        {terms.map(([term, meaning]) => (
          <div>
            <dt class="font-mono text-[0.8125rem] break-all">{term}</dt>
            <dd class="mt-0.5 text-sm text-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
`;
}
