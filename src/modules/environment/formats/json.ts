import { Findings, type ParsedText, positionOf } from "./entries";

const string = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
const scalar = /true|false|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const space = /[ \t\r\n]*/y;

/** Reads one flat JSON object. Numbers and booleans become their text as it is written; anything deeper is refused. */
export function readJson(text: string): ParsedText {
  const findings = new Findings();
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const takeMark = (mark: string): boolean => {
    take(space);
    if (text[at] !== mark) return false;
    at += 1;
    take(space);
    return true;
  };
  const stopAt = (offset: number, message: string): ParsedText => {
    findings.error(...positionOf(text, offset), message);
    return findings.done();
  };
  const stop = (message: string) => stopAt(at, message);
  if (!takeMark("{")) return stop('Give one JSON object of names and values, such as {"NAME": "value"}.');
  if (takeMark("}")) return at < text.length ? stop("There is text after the object.") : findings.done();
  do {
    const keyAt = at;
    const key = unquote(take(string));
    if (key === undefined) return stopAt(keyAt, "A name in double quotes belongs here.");
    if (!takeMark(":")) return stop("A colon belongs here.");
    const valueAt = at;
    const value = unquote(take(string)) ?? take(scalar);
    if (value === undefined) return stopAt(valueAt, wrongValue(text[valueAt]));
    findings.add(key, value, ...positionOf(text, keyAt));
    if (findings.isFull) return findings.done();
  } while (takeMark(","));
  if (!takeMark("}")) return stop("A comma or the closing brace belongs here.");
  return at < text.length ? stop("There is text after the object.") : findings.done();
}

export function writeJson(entries: readonly { key: string; value: string }[]): string {
  const lines = entries.map(({ key, value }) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return lines.length === 0 ? "{}\n" : `{\n${lines.join(",\n")}\n}\n`;
}

function wrongValue(char: string | undefined): string {
  if (char === "{" || char === "[") return "A variable holds text. Write the object or list as a string.";
  if (char === "n") return 'null is no value. Write "" for an empty one, or leave the name out.';
  if (char === '"') return "This string is never closed, or it holds a character that JSON writes as an escape.";
  return "A string, a number, true or false belongs here.";
}

/** What a string token stands for; undefined where JSON does not take it. */
function unquote(token: string | undefined): string | undefined {
  try {
    return token === undefined ? undefined : String(JSON.parse(token));
  } catch {
    return undefined;
  }
}
