import type { ScaffoldConfig } from "../../schema";

/** The words of the frame and the home page, in both languages; `{name}` stands for a value. */
export const texts = {
  main: { en: "Main", de: "Hauptnavigation" },
  language: { en: "Language", de: "Sprache" },
  change: { en: "Change", de: "Ändere" },
  follows: { en: "and this page follows.", de: "und diese Seite zieht nach." },
  seeHealth: { en: "See the health report", de: "Zum Zustandsbericht" },
  healthReport: { en: "Health report", de: "Zustandsbericht" },
  open: { en: "Open {page}", de: "{page} öffnen" },
  works: { en: "What works already", de: "Was schon funktioniert" },
  start: { en: "Where to start", de: "Wo es losgeht" },
  commands: { en: "Commands", de: "Befehle" },
  stack: { en: "Stack", de: "Technik" },
  ready: { en: "Ready", de: "Bereit" },
  needs: { en: "Needs {names}", de: "Braucht {names}" },
  checking: { en: "Checking", de: "Wird geprüft" },
  asking: { en: "Asking the server", de: "Der Server wird gefragt" },
  silent: { en: "{names} does not answer", de: "{names} antwortet nicht" },
  allReady: { en: "Everything is ready", de: "Alles ist bereit" },
  endpoints: { en: "Endpoints", de: "Endpunkte" },
  addEndpoint: {
    en: "Every endpoint takes and answers JSON; add one in",
    de: "Jeder Endpunkt nimmt JSON an und antwortet damit; weitere kommen in",
  },
  health: { en: "Health", de: "Zustand" },
  answered: { en: "Answered in {milliseconds} ms", de: "Antwort nach {milliseconds} ms" },
  notAnswering: { en: "Does not answer", de: "Antwortet nicht" },
  oneMissing: { en: "1 variable is missing", de: "1 Variable fehlt" },
  manyMissing: { en: "{count} variables are missing", de: "{count} Variablen fehlen" },
} as const;

export type TextKey = keyof typeof texts;

/** Whether the pages of the project look their words up. */
export function isTranslated({ extras }: Pick<ScaffoldConfig, "extras">): boolean {
  return extras.includes("i18n");
}

/** Words among JSX: as they are, or looked up by `t`, which must be in scope. */
export function words(config: ScaffoldConfig, key: TextKey): string {
  return isTranslated(config) ? `{t("${key}")}` : texts[key].en;
}

/** Words as the value of a JSX attribute. */
export function wordsAttribute(config: ScaffoldConfig, key: TextKey): string {
  return isTranslated(config) ? `{t("${key}")}` : JSON.stringify(texts[key].en);
}

/** Words as an expression of code. */
export function wordsCode(config: ScaffoldConfig, key: TextKey): string {
  return isTranslated(config) ? `t("${key}")` : JSON.stringify(texts[key].en);
}

/** The key of a text that belongs to a page: its link in the header, the title or the body of its card. */
export function pageKey(part: "nav" | "title" | "body", href: string): string {
  const page = href.replace(/^\/(api\/)?/, "").replaceAll("/", "-");
  return `${page}.${part}`;
}

/** The label of a link in the header, among JSX. */
export function navLabel(config: ScaffoldConfig, { href, label }: { href: string; label: string }): string {
  return isTranslated(config) ? `{t("${pageKey("nav", href)}")}` : label;
}
