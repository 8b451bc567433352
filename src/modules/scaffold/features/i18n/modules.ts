import { hasReact } from "../../engine/client";
import type { Slots } from "../../engine/feature";
import type { Framework, ScaffoldConfig } from "../../schema";
import { frameworkWords, leadOf } from "../base/frameworks";
import { germanFor } from "./german";
import { pageKey, type TextKey, texts } from "./texts";

/** Generated code of the languages: the texts, which language is spoken, and the switch. */
export function messagesModule(config: ScaffoldConfig, slots: Slots): string {
  const entries = messagesOf(config, slots);
  const list = (language: "en" | "de") =>
    entries.map(({ key, ...text }) => entryLine(propertyName(key), JSON.stringify(text[language]))).join("");
  return `/** The languages of the app; the first is spoken where no other is asked for. */
export const locales = ["en", "de"] as const;
export type Locale = (typeof locales)[number];

/** Each in its own words, for those who look for theirs. */
export const localeNames: Record<Locale, string> = { en: "English", de: "Deutsch" };

const en = {
${list("en")}};

export type MessageKey = keyof typeof en;

const de: Record<MessageKey, string> = {
${list("de")}};

export const messages: Record<Locale, Record<MessageKey, string>> = { en, de };
`;
}

/** Formatters break after a name, unless it is as short as the first one. */
function entryLine(name: string, text: string): string {
  const line = `  ${name}: ${text},`;
  return line.length <= 120 || name === "lead" ? `${line}\n` : `  ${name}:\n    ${text},\n`;
}

interface Message {
  key: string;
  en: string;
  de: string;
}

function messagesOf(config: ScaffoldConfig, { nav, cards, ingredients }: Slots): Message[] {
  const report = { href: "/api/health", title: "Health", body: healthBody };
  const pageTexts = [...cards, report].flatMap(({ href, title, body }) => [
    translated(pageKey("title", href), title),
    translated(pageKey("body", href), body),
  ]);
  return [
    { key: "lead", en: leadOf(config, ingredients), de: germanLead(config, ingredients) },
    ...keysOf(config, cards.length > 0).map((key) => ({ key, ...texts[key] })),
    ...nav.map(({ href, label }) => translated(pageKey("nav", href), label)),
    ...(hasReact(config) ? pageTexts : []),
  ];
}

const everywhere: TextKey[] = [
  "stack",
  "start",
  "commands",
  "needs",
  "silent",
  "allReady",
  "oneMissing",
  "manyMissing",
];
const onPages: TextKey[] = ["main", "language", "change", "follows", "works", "ready"];
const onServers: TextKey[] = ["endpoints", "addEndpoint", "health", "answered", "notAnswering"];

/** The texts that the pages of this project show. */
function keysOf(config: ScaffoldConfig, hasCards: boolean): TextKey[] {
  if (!hasReact(config)) return [...everywhere, ...onServers];
  const links: TextKey[] = hasCards ? ["open", "healthReport"] : ["seeHealth"];
  const late: TextKey[] = config.framework === "vite-react" ? ["checking", "asking"] : [];
  return [...everywhere, ...onPages, ...links, ...late];
}

const healthBody = "Names every missing variable and every service that does not answer.";

function translated(key: string, en: string): Message {
  return { key, en, de: germanFor(en) ?? en };
}

function germanLead({ framework }: ScaffoldConfig, ingredients: readonly string[]): string {
  const app = germanFor(frameworkWords[framework].app) ?? frameworkWords[framework].app;
  if (ingredients.length === 0) return `${app}, bereit für das, was du daraus machst.`;
  const words = ingredients.map((ingredient) => germanFor(ingredient) ?? ingredient);
  return `${app} mit ${[words.slice(0, -1).join(", "), ...words.slice(-1)].filter((part) => part !== "").join(" und ")}.`;
}

function propertyName(key: string): string {
  return /^\w+$/.test(key) ? key : JSON.stringify(key);
}

export const localeModule = `import { type Locale, locales, type MessageKey, messages } from "./messages";

export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string;

/** The language of a request: the one chosen before, else what the browser asks for, else the first. */
export function localeOf(headers: Pick<Headers, "get">): Locale {
  return pickLocale(headers.get("cookie") ?? "", headers.get("accept-language") ?? "");
}

export function pickLocale(cookies: string, acceptLanguage: string): Locale {
  const chosen = /(?:^|;\\s*)locale=([a-z]+)/.exec(cookies)?.[1];
  const wanted = [chosen, ...languagesOf(acceptLanguage)];
  return wanted.find(isLocale) ?? locales[0];
}

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

/** Looks texts up in a language; \`{name}\` in a text is replaced by the value of that name. */
export function translatorFor(locale: Locale): Translate {
  return (key, values = {}) =>
    messages[locale][key].replace(/\\{(\\w+)\\}/g, (hole, name) => String(values[name] ?? hole));
}

/** "de-CH, en;q=0.8" as languages, the most wanted first. */
function languagesOf(acceptLanguage: string): (string | undefined)[] {
  return acceptLanguage
    .split(",")
    .map((part) => {
      const [tag = "", quality] = part.trim().split(/;\\s*q=/);
      return { language: tag.toLowerCase().split("-")[0], quality: Number(quality ?? 1) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((left, right) => right.quality - left.quality)
    .map(({ language }) => language);
}
`;

export const localeHttp = `import { refuse } from "@/http";
import { isLocale } from "./locale";

/** Remembers the language that was chosen in the header, and goes back to the page it was chosen on. */
export async function chooseLocale(request: Request): Promise<Response> {
  const form = await request.formData().catch(() => undefined);
  const locale = form?.get("locale");
  if (!isLocale(locale)) return refuse(400, "Choose one of the languages of the app.");
  const cookie = "locale=" + locale + "; Path=/; Max-Age=31536000; SameSite=Lax";
  return new Response(null, { status: 303, headers: { location: pageOf(request), "set-cookie": cookie } });
}

/** The path alone: whatever the header claims, people stay on this site. */
function pageOf(request: Request): string {
  const referrer = request.headers.get("referer") ?? "";
  if (!URL.canParse(referrer)) return "/";
  const { pathname, search } = new URL(referrer);
  return pathname.startsWith("//") ? "/" : pathname + search;
}
`;

/** The switch of the header, for React or for the templates of Hono. */
export function languageSwitch({ framework }: ScaffoldConfig): string {
  const { head, form, key, pressed, className } = framework === "hono" ? honoSwitch : reactSwitch;
  return `import { type Locale, localeNames, locales } from "./messages";

/** A form, so that it works without scripts: the server remembers the choice and comes back to the page. */
${head}
  return (
${form}
      {locales.map((each) => (
        <button
${key}          type="submit"
          name="locale"
          value={each}
          lang={each}
          aria-label={localeNames[each]}
          aria-pressed={${pressed}}
          ${className}="h-11 min-w-11 rounded-lg px-2 text-muted uppercase transition-colors duration-150 hover:text-ink sm:h-8 sm:min-w-9 aria-pressed:bg-sunken aria-pressed:text-ink"
        >
          {each}
        </button>
      ))}
    </form>
  );
}
`;
}

const reactSwitch = {
  head: "export function LanguageSwitch({ locale, label }: { locale: Locale; label: string }) {",
  form: `    <form
      method="post"
      action="/api/locale"
      aria-label={label}
      className="flex shrink-0 rounded-lg border border-line text-xs font-medium"
    >`,
  key: "          key={each}\n",
  pressed: "each === locale",
  className: "className",
};

const honoSwitch = {
  head: "export function LanguageSwitch({ locale }: { locale: Locale }) {",
  form: `    <form method="post" action="/api/locale" class="flex shrink-0 rounded-lg border border-line text-xs font-medium">`,
  key: "",
  pressed: `each === locale ? "true" : "false"`,
  className: "class",
};

const nextServer = `import { headers } from "next/headers";
import { localeOf, type Translate, translatorFor } from "./locale";
import type { Locale } from "./messages";

/** The language of the request that is being answered. */
export async function currentLocale(): Promise<Locale> {
  return localeOf(await headers());
}

export async function currentTranslator(): Promise<Translate> {
  return translatorFor(await currentLocale());
}
`;

const browser = `import { pickLocale, translatorFor } from "./locale";

/** The language of this visit. The switch loads the page anew, so it never changes while a page is open. */
export const locale = pickLocale(document.cookie, navigator.languages.join(","));

export const t = translatorFor(locale);
`;

/** Where the language comes from, by framework: the request, or in a React app the browser. */
export const localeSources: Partial<Record<Framework, { path: string; content: string }>> = {
  next: { path: "src/i18n/server.ts", content: nextServer },
  "vite-react": { path: "src/i18n/browser.ts", content: browser },
};
