import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore, type LanguageInput } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";

export interface Token {
  text: string;
  color?: string;
  isItalic: boolean;
  isBold: boolean;
}

const languages: Record<string, () => Promise<{ default: LanguageInput }>> = {
  tsx: () => import("shiki/langs/tsx.mjs"),
  json: () => import("shiki/langs/json.mjs"),
  css: () => import("shiki/langs/css.mjs"),
  markdown: () => import("shiki/langs/markdown.mjs"),
  sql: () => import("shiki/langs/sql.mjs"),
  yaml: () => import("shiki/langs/yaml.mjs"),
  shellscript: () => import("shiki/langs/shellscript.mjs"),
};

const byEnding: Record<string, string> = {
  ts: "tsx",
  tsx: "tsx",
  js: "tsx",
  mjs: "tsx",
  cjs: "tsx",
  json: "json",
  css: "css",
  md: "markdown",
  sql: "sql",
  yml: "yaml",
  yaml: "yaml",
  sh: "shellscript",
  example: "shellscript",
  env: "shellscript",
};

let highlighter: Promise<HighlighterCore> | undefined;

/** The language of a file, by its ending. */
function languageOf(path: string): string | undefined {
  return byEnding[path.split(".").at(-1) ?? ""];
}

/** The lines of a source text as coloured tokens; the colours are CSS variables, so both themes share them. */
export async function highlight(code: string, path: string): Promise<Token[][] | undefined> {
  const language = languageOf(path);
  const load = language ? languages[language] : undefined;
  if (!language || !load) return undefined;
  highlighter ??= createHighlighterCore({
    engine: createJavaScriptRegexEngine({ forgiving: true }),
    themes: [createCssVariablesTheme({ name: "berth", variablePrefix: "--source-", fontStyle: true })],
    langs: [],
  });
  const shiki = await highlighter;
  if (!shiki.getLoadedLanguages().includes(language)) await shiki.loadLanguage((await load()).default);
  const lines = shiki.codeToTokensBase(code, { lang: language, theme: "berth" });
  return lines.map((line) =>
    line.map(({ content, color, fontStyle = 0 }) => ({
      text: content,
      color,
      isItalic: (fontStyle & 1) !== 0,
      isBold: (fontStyle & 2) !== 0,
    })),
  );
}
