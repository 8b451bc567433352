/** What the protocols of the model stand-in share. */
export function serverSentEvent(data, name) {
  return `${name === undefined ? "" : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;
}

/** A text in pieces of a word each, as a model streams it. */
export function piecesOf(text) {
  return text.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
}

/** The text of a message that is a text or a list of parts. */
export function toText(content) {
  if (content === undefined || content === null) return "";
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return JSON.stringify(content);
  return content.map((part) => part.text ?? (part.json === undefined ? "" : JSON.stringify(part.json))).join("");
}
