import { AnsiUp } from "ansi_up";

export interface Span {
  text: string;
  /** Classes of the sixteen terminal colours, such as `ansi-red-fg`. */
  className?: string;
  style?: { color?: string; backgroundColor?: string; fontWeight?: string; opacity?: string; textDecoration?: string };
}

const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'" };

/** A line with terminal colours as spans of plain text: the markup of the decoder is taken apart, never shown as HTML. */
export function ansiSpans(line: string): Span[] {
  if (!line.includes("\u001b")) return [{ text: line }];
  const decoder = new AnsiUp();
  decoder.use_classes = true;
  decoder.url_allowlist = {};
  const spans: Span[] = [];
  let open: Omit<Span, "text"> = {};
  for (const part of decoder.ansi_to_html(line).split(/(<[^>]*>)/)) {
    if (part.startsWith("</")) open = {};
    else if (part.startsWith("<")) open = readTag(part);
    else if (part !== "") spans.push({ text: unescapeText(part), ...open });
  }
  return spans;
}

/** Splits spans so that what a search found stands alone, marked. */
export function markFound(spans: readonly Span[], query: string): (Span & { isFound: boolean })[] {
  const text = spans.map((span) => span.text).join("");
  const wanted = query.toLowerCase();
  if (wanted === "") return spans.map((span) => ({ ...span, isFound: false }));
  const found = new Uint8Array(text.length);
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + wanted.length)) {
    found.fill(1, at, at + wanted.length);
  }
  const parts: (Span & { isFound: boolean })[] = [];
  let offset = 0;
  for (const span of spans) {
    let from = 0;
    for (let to = 1; to <= span.text.length; to += 1) {
      if (to < span.text.length && found[offset + to] === found[offset + from]) continue;
      parts.push({ ...span, text: span.text.slice(from, to), isFound: found[offset + from] === 1 });
      from = to;
    }
    offset += span.text.length;
  }
  return parts;
}

function readTag(tag: string): Omit<Span, "text"> {
  const className = /class="([^"]*)"/.exec(tag)?.[1];
  const rules = (/style="([^"]*)"/.exec(tag)?.[1] ?? "").split(";").map((rule) => rule.split(":"));
  const value = (name: string) => rules.find(([key]) => key?.trim() === name)?.[1]?.trim();
  const style = {
    color: readable(value("color"), 60),
    backgroundColor: readable(value("background-color"), 20),
    fontWeight: value("font-weight"),
    opacity: value("opacity"),
    textDecoration: value("text-decoration"),
  };
  return { className, style };
}

/** A program chooses its colours for a dark terminal; mixed with the text colour they can be read on either ground. */
function readable(color: string | undefined, percent: number): string | undefined {
  return color && `color-mix(in oklab, ${color} ${percent}%, var(${percent > 50 ? "--foreground" : "--code"}))`;
}

function unescapeText(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => entities[entity] ?? entity);
}
