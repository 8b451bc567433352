import { ProjectName } from "../schema";

const longest = 40;
const boundary =
  /[,:;!?()\n"“”]|\.(?=\s|$)|\b(?:with|without|for|using|that|which|where|who|whose|to|on|in|at|and|or|of|from|by|built|based|powered|selling|like|about|over|called|named|i|we|it)\b/i;
const opening =
  /^(?:(?:i|we|you|please|can|could|would|want|need|like|build|make|create|generate|start|set|up|me|us|to|a|an|the|some|my|our|for|about|something|anything|new|simple|small|basic|modern|tiny|app|lets|let's|i'd)\s+)+/i;
const stackNames =
  /^(?:next(?:\.?js)?|react|vite|astro|hono|node(?:\.?js)?|typescript|ts|postgres(?:ql)?|full-?stack)$/i;

/** A project name from a sentence: what it is called, else what it is. Undefined when nothing makes a valid name. */
export function nameFrom(sentence: string): string | undefined {
  const text = sentence.trim().slice(0, 400);
  const [, quoted] = /\b(?:called|named)\s+["“'‘]([^"”'’]{1,60})["”'’]/i.exec(text) ?? [];
  if (quoted) return toName(quoted);
  const [, called] = /\b(?:called|named)\s+(.{1,60})/i.exec(text) ?? [];
  if (called) return toName(head(called));
  return toName(head(text.replace(opening, "")));
}

/** Any text as a valid project name, or undefined. */
export function toName(text: string): string | undefined {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/['’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, longest)
    .replace(/-+$/, "");
  return ProjectName.safeParse(plain).success ? plain : undefined;
}

/** The first words up to where the sentence goes on about something else, at most three and none of the stack. */
function head(text: string): string {
  const [first = ""] = text.split(boundary);
  const words = first.split(/\s+/).filter((word) => word !== "" && !stackNames.test(word));
  return words.slice(-3).join(" ");
}
