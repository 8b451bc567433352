import type { Token } from "./highlighter";

export interface SourceLine {
  /** The text and how often it stood above: a line keeps it when others come before it. */
  key: string;
  text: string;
  tokens: Token[] | undefined;
}

/** The lines of a text with their colours; what looks as it did before is the same object, and is not drawn again. */
export function keyedLines(
  content: string,
  tokens: readonly Token[][] | undefined,
  before: readonly SourceLine[],
): SourceLine[] {
  const known = new Map(before.map((line) => [line.key, line]));
  const counts = new Map<string, number>();
  return content
    .replace(/\n$/, "")
    .split("\n")
    .map((text, index) => {
      const count = counts.get(text) ?? 0;
      counts.set(text, count + 1);
      const key = `${count} ${text}`;
      const old = known.get(key)?.tokens;
      const own = tokens?.[index];
      return { key, text, tokens: own && old && isSame(own, old) ? old : (own ?? old) };
    });
}

function isSame(left: readonly Token[], right: readonly Token[]): boolean {
  return (
    left.length === right.length &&
    left.every((token, index) => {
      const other = right[index];
      return token.text === other?.text && token.color === other.color && token.isItalic === other.isItalic;
    })
  );
}
