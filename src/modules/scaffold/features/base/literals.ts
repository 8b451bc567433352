/** A list of object literals, each on one line where it fits. */
export function objects(values: readonly object[]): string {
  const literals = values.map((value) => {
    const given = Object.entries(value).filter(([, field]) => field !== undefined);
    const fields = given.map(([key, field]) => `${key}: ${JSON.stringify(field)}`);
    const line = `  { ${fields.join(", ")} },`;
    return line.length <= 120 ? line : `  {\n${fields.map((field) => `    ${field},\n`).join("")}  },`;
  });
  return `[\n${literals.join("\n")}\n]`;
}

/** JSX lines inside these components, outermost first; the name "" is a fragment. */
export function nested(names: readonly string[], lines: readonly string[], indent: number): string {
  const all = names.reduceRight(
    (inner, name) => [`<${name}>`, ...inner.map((line) => `  ${line}`), `</${name}>`],
    [...lines],
  );
  return all.map((line) => " ".repeat(indent) + line).join("\n");
}
