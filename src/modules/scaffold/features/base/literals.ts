/** A list of object literals, each on one line where it fits. */
export function objects(values: readonly object[]): string {
  const literals = values.map((value) => {
    const given = Object.entries(value).filter(([, field]) => field !== undefined);
    const fields = given.map(([key, field]) => `${key}: ${quoted(field)}`);
    const line = `  { ${fields.join(", ")} },`;
    return line.length <= 120 ? line : `  {\n${fields.map((field) => `    ${field},\n`).join("")}  },`;
  });
  return `[\n${literals.join("\n")}\n]`;
}

/** A list of texts after what stands before it, on one line where it fits. */
export function listOf(before: string, values: readonly string[], after: string): string {
  const texts = values.map((value) => JSON.stringify(value));
  const line = `${before}[${texts.join(", ")}]${after}`;
  if (line.length <= 120) return line;
  const indent = /^ */.exec(before)?.[0] ?? "";
  return `${before}[\n${texts.map((text) => `${indent}  ${text},\n`).join("")}${indent}]${after}`;
}

/** A value of code; a text that holds many quotes stands in the other ones, as formatters write it. */
function quoted(value: unknown): string {
  const json = JSON.stringify(value);
  if (typeof value !== "string" || value.split('"').length <= value.split("'").length) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** JSX lines inside these components, outermost first; the name "" is a fragment. */
export function nested(names: readonly string[], lines: readonly string[], indent: number): string {
  const all = names.reduceRight(
    (inner, name) => [`<${name}>`, ...inner.map((line) => `  ${line}`), `</${name}>`],
    [...lines],
  );
  return all.map((line) => " ".repeat(indent) + line).join("\n");
}

/** Parts of a text among JSX, broken where a line would be too long. */
export function filled(parts: readonly string[], indent: number): string {
  const start = " ".repeat(indent);
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + part.length > 120) lines.push(start + part);
    else lines[lines.length - 1] = `${last} ${part}`;
  }
  return lines.join("\n");
}
