import { Findings, type ParsedText, type Refusal } from "./entries";

/** Reads what GitHub Actions reads from the file `$GITHUB_ENV`: `NAME=value`, or `NAME<<END` with lines up to `END`. */
export function readGithubActions(text: string): ParsedText {
  const findings = new Findings();
  const lines = text.split("\n");
  let index = 0;
  while (index < lines.length && !findings.isFull) {
    const line = lines[index] ?? "";
    const number = index + 1;
    index += 1;
    if (line.trim() === "") continue;
    const equals = line.indexOf("=");
    const heredoc = line.indexOf("<<");
    if (heredoc !== -1 && (equals === -1 || heredoc < equals)) {
      const name = line.slice(0, heredoc);
      const delimiter = line.slice(heredoc + 2);
      const end = delimiter === "" ? -1 : lines.indexOf(delimiter, index);
      if (end === -1) {
        findings.error(
          number,
          heredoc + 1,
          `The value of ${name.slice(0, 40)} never ends: its closing line is missing.`,
        );
        continue;
      }
      findings.add(name, lines.slice(index, end).join("\n"), number, 1);
      index = end + 1;
    } else if (equals > 0) findings.add(line.slice(0, equals), line.slice(equals + 1), number, 1);
    else findings.error(number, 1, "Write NAME=value, or NAME<<END with the value on the next lines and END after it.");
  }
  return findings.done();
}

/** The form with an end mark throughout: it carries line breaks and is not mistaken for a .env file. */
export function writeGithubActions(entries: readonly { key: string; value: string }[]): string {
  return entries
    .map(({ key, value }) => {
      const end = delimiterFor(value);
      return `${key}<<${end}\n${value}\n${end}\n`;
    })
    .join("");
}

/** Why a workflow cannot be given this variable. */
export function refuseGithubActions({ key }: { key: string }): Refusal | undefined {
  if (!/^(?:GITHUB_.*|RUNNER_.*|NODE_OPTIONS)$/i.test(key)) return undefined;
  return { key, reason: "GitHub Actions does not let a workflow set this name." };
}

function delimiterFor(value: string): string {
  const lines = new Set(value.split("\n"));
  let delimiter = "BERTH_END";
  for (let number = 1; lines.has(delimiter); number += 1) delimiter = `BERTH_END_${number}`;
  return delimiter;
}
