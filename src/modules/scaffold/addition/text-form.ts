/** A text with plain line ends, and the way back to how the file has them. */
export interface TextForm {
  text: string;
  restore: (text: string) => string;
}

/** Files of Windows: a byte order mark and CRLF stay where they were. A file with mixed line ends is taken as it is. */
export function readForm(raw: string): TextForm {
  const mark = raw.startsWith("\uFEFF") ? "\uFEFF" : "";
  const body = raw.slice(mark.length);
  const isCrlf = body.includes("\r\n") && !/(?<!\r)\n/.test(body);
  return {
    text: isCrlf ? body.replaceAll("\r\n", "\n") : body,
    restore: (text) => mark + (isCrlf ? text.replaceAll("\n", "\r\n") : text),
  };
}
