import type { ScaffoldConfig } from "../../schema";
import { isTranslated, words, wordsCode } from "../i18n/texts";

/** `src/health-state.tsx`: the health of the server as the home page shows it. */
export function healthState(config: ScaffoldConfig): string {
  const translated = isTranslated(config);
  const [prop, type, pass] = translated ? [", t", "; t: Translate", " t={t}"] : ["", "", ""];
  return `import type { Child } from "hono/jsx";
import type { CheckResult, Health } from "@/health";
${translated ? `import type { Translate } from "@/i18n/locale";\n` : ""}
const tones = {
  good: { color: "text-good", path: "M3.5 8.5l3 3 6-7" },
  warn: { color: "text-warn", path: "M8 3.5v5.5M8 12v.5" },
  bad: { color: "text-bad", path: "M4 4l8 8M12 4l-8 8" },
};

type Tone = keyof typeof tones;

/** The state of the whole server in a few words. */
export function HealthBadge({ health${prop} }: { health: Health${type} }) {
  const { tone, text } = describeHealth(health${prop});
  return (
    <p class="inline-flex rounded-full border border-line bg-surface px-3 py-1.5">
      <StatusLabel tone={tone}>{text}</StatusLabel>
    </p>
  );
}

/** Every service, and every feature that waits for a variable; nothing where there is neither. */
export function HealthList({ health: { checks, featuresOff }${prop} }: { health: Health${type} }) {
  const shown = checks.filter(({ status }) => status !== "skipped");
  if (shown.length === 0 && featuresOff.length === 0) return null;
  return (
    <section aria-labelledby="health" class="mt-6 overflow-hidden rounded-xl border border-line bg-surface">
      <h2 id="health" class="border-b border-line px-5 py-3 text-sm font-medium sm:px-6">
        ${words(config, "health")}
      </h2>
      <ul class="divide-y divide-line">
        {shown.map((check) => (
          <CheckRow {...check}${pass} />
        ))}
        {featuresOff.map(({ feature, missing }) => (
          <Row label={feature}>
            <StatusLabel tone="warn">${translated ? `{t("needs", { names: missing.join(", ") })}` : `Needs {missing.join(", ")}`}</StatusLabel>
          </Row>
        ))}
      </ul>
    </section>
  );
}

function CheckRow({ label, status, milliseconds${prop} }: CheckResult${translated ? " & { t: Translate }" : ""}) {
  return (
    <Row label={label}>
      {status === "ok" ? (
        <StatusLabel tone="good">${translated ? `{t("answered", { milliseconds: milliseconds ?? 0 })}` : "Answered in {milliseconds} ms"}</StatusLabel>
      ) : (
        <StatusLabel tone="bad">${words(config, "notAnswering")}</StatusLabel>
      )}
    </Row>
  );
}

function Row({ label, children }: { label: string; children: Child }) {
  return (
    <li class="flex flex-wrap justify-between gap-x-6 gap-y-1 px-5 py-3 text-sm sm:px-6">
      <span>{label}</span>
      {children}
    </li>
  );
}

function StatusLabel({ tone, children }: { tone: Tone; children: Child }) {
  const { color, path } = tones[tone];
  return (
    <span class={"inline-flex items-center gap-1.5 text-[0.8125rem] font-medium wrap-anywhere " + color}>
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        class="size-3.5 shrink-0"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
      >
        <path d={path} />
      </svg>
      <span>{children}</span>
    </span>
  );
}

${describeHealth(config)}`;
}

function describeHealth(config: ScaffoldConfig): string {
  const translated = isTranslated(config);
  const result = "{ tone: Tone; text: string }";
  const head = translated
    ? `function describeHealth({ status, missing, checks }: Health, t: Translate): ${result} {`
    : `function describeHealth({ status, missing, checks }: Health): ${result} {`;
  const silent = translated ? `t("silent", { names: failed.join(", ") })` : `failed.join(" and ") + " does not answer"`;
  const one = wordsCode(config, "oneMissing");
  const many = translated ? `t("manyMissing", { count: missing.length })` : `missing.length + " variables are missing"`;
  return `${head}
  const tone = status === "error" ? "bad" : "warn";
  const failed = checks.filter((check) => check.status === "failed").map(({ label }) => label);
  if (failed.length > 0) return { tone, text: ${silent} };
  if (status === "ok") return { tone: "good", text: ${wordsCode(config, "allReady")} };
  const text = missing.length === 1 ? ${one} : ${many};
  return { tone, text };
}
`;
}
