import { RE2JS } from "re2js";
import type { Match } from "./finding";
import { isPlaceholder } from "./placeholder";
import type { SecretRule } from "./rule";
import { knownRules } from "./rules/known";
import { providerRules } from "./rules/providers";
import type { Piece } from "./text";

/** Every rule, the particular ones before the general. */
export const secretRules: readonly SecretRule[] = [...knownRules, ...providerRules];

const compiled = new Map<SecretRule, RE2JS>();

/** Compiling all of them takes a while, and most projects need a few. */
function patternOf(rule: SecretRule): RE2JS {
  const pattern = compiled.get(rule) ?? RE2JS.compile(rule.pattern);
  compiled.set(rule, pattern);
  return pattern;
}

const keywords = [...new Set(secretRules.flatMap((rule) => rule.keywords))].sort((a, b) => b.length - a.length);
const anyKeyword = new RegExp(keywords.map((word) => word.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&")).join("|"), "g");
/** A longer keyword may hide a shorter one inside it. */
const rulesByKeyword = new Map(
  keywords.map((word) => [word, secretRules.filter((rule) => rule.keywords.some((own) => word.includes(own)))]),
);

interface Window {
  start: number;
  end: number;
}

/** Where rules match in a piece. `breathe` is awaited between rules, so that a long piece holds nothing up. */
export async function matchPatterns(piece: Piece, breathe: () => Promise<void>): Promise<Match[]> {
  const matches: Match[] = [];
  for (const [rule, windows] of windowsOf(piece.text)) {
    for (const window of windows) matches.push(...matchWindow(rule, piece, window));
    await breathe();
  }
  const order = new Map(secretRules.map((rule, index) => [rule.id, index]));
  return matches.sort((a, b) => (order.get(a.rule.id) ?? 0) - (order.get(b.rule.id) ?? 0));
}

/** The stretches around keywords, those of one rule joined where they touch. */
function windowsOf(text: string): Map<SecretRule, Window[]> {
  const found = new Map<SecretRule, Window[]>();
  for (const { 0: word, index } of text.matchAll(anyKeyword)) {
    for (const rule of rulesByKeyword.get(word) ?? []) {
      if (isInsideWord(rule, text, index)) continue;
      const start = Math.max(0, index - (rule.before ?? 64));
      const end = Math.min(text.length, index + word.length + (rule.after ?? 512));
      const windows = found.get(rule) ?? [];
      const last = windows.at(-1);
      if (last && start <= last.end) last.end = end;
      else windows.push({ start, end });
      found.set(rule, windows);
    }
  }
  return found;
}

/** A token begins with its keyword, and begins a word. */
function isInsideWord(rule: SecretRule, text: string, index: number): boolean {
  const isPrefix = rule.pattern.startsWith("\\b(") && rule.before === undefined;
  return isPrefix && index > 0 && /\w/.test(text.charAt(index - 1));
}

function matchWindow(rule: SecretRule, piece: Piece, { start, end }: Window): Match[] {
  const matches: Match[] = [];
  const matcher = patternOf(rule).matcher(piece.text.slice(start, end));
  while (matcher.find()) {
    const group = matcher.groupCount() > 0 && matcher.group(1) !== null ? 1 : 0;
    const from = start + matcher.start(group);
    const to = start + matcher.end(group);
    const at = piece.at + from;
    if (at < piece.from || at >= piece.to) continue;
    if (!isPlaceholder(piece.text.slice(from, to), rule)) matches.push({ rule, start: at, end: piece.at + to });
  }
  return matches;
}
