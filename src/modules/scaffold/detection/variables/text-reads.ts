import { isUpperName, type VariableRead } from "./read";

/** Entries of .env.example and its like; one behind a # is optional. */
export function exampleReads(text: string): VariableRead[] {
  return text.split("\n").flatMap((line, index): VariableRead[] => {
    const match = /^\s*(#\s?)?(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line.slice(0, 4096));
    const [, comment, key, rest = ""] = match ?? [];
    if (key === undefined || (comment !== undefined && !isUpperName(key))) return [];
    const example = unquoted(rest);
    const need = comment === undefined ? "plain" : "optional";
    return [{ key, line: index + 1, kind: "example", need, ...(example ? { example } : {}) }];
  });
}

/** ARG and ENV of a Dockerfile; `ENV A=b` gives the app a value, `ARG A` asks for one at build time. */
export function dockerfileReads(text: string): VariableRead[] {
  return text.split("\n").flatMap((line, index) => {
    const instruction = /^\s*(ARG|ENV)\s+(.+)$/i.exec(line.slice(0, 4096));
    if (!instruction) return [];
    const pairs = (instruction[2] ?? "").matchAll(/(?:^|\s)([A-Za-z_][A-Za-z0-9_]*)(?:=("[^"]*"|'[^']*'|\S*))?/g);
    const named = Array.from(pairs, (match) => ({ key: match[1] ?? "", value: unquoted(match[2] ?? "") }));
    const isOldForm = !line.includes("=");
    return (isOldForm ? named.slice(0, 1) : named).map(({ key, value }): VariableRead => {
      const isPassedOn = /^\$\{?\w+\}?$/.test(value);
      const hasValue = value !== "" && !isPassedOn;
      return { key, line: index + 1, kind: "container", need: hasValue ? "optional" : "plain" };
    });
  });
}

/** `${A}`, `${A:-default}` and `${A:?error}` of a compose file. */
export function composeReads(text: string): VariableRead[] {
  const pattern = /(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-?+])([^}]{0,500}))?\}/g;
  return onLines(text, pattern, ([, key = "", operator = "", rest = ""]) => {
    const hasDefault = operator.endsWith("-") || operator.endsWith("+");
    const example = rest && hasDefault ? { example: rest } : {};
    return { key, kind: "container", need: hasDefault ? "optional" : "plain", ...example };
  });
}

/** `secrets.A` and `vars.A` of a workflow: what the pipeline needs, not what the app reads. */
export function workflowReads(text: string): VariableRead[] {
  const pattern = /\b(?:secrets|vars)\.([A-Za-z_][A-Za-z0-9_]*)/g;
  return onLines(text, pattern, ([, key = ""]) => ({ key, kind: "workflow", need: "optional" }));
}

/** `env("A")` of a Prisma schema. */
export function prismaReads(text: string): VariableRead[] {
  return text.split("\n").flatMap((line, index): VariableRead[] => {
    if (/^\s*\/\//.test(line)) return [];
    const match = /\b(\w+)\s*=\s*env\("([A-Za-z_][A-Za-z0-9_]*)"\)/.exec(line.slice(0, 4096));
    if (!match?.[2]) return [];
    const need = match[1] === "url" ? "required" : "plain";
    return [{ key: match[2], line: index + 1, kind: "schema", need }];
  });
}

/** `os.environ["A"]` and `os.getenv("A", "default")` of Python. */
export function pythonReads(text: string): VariableRead[] {
  const pattern = /\b(os\.environ\[|os\.environ\.get\(|getenv\()\s*["']([A-Z][A-Z0-9_]*)["']\s*(,?)/g;
  return onLines(text, pattern, ([, reader = "", key = "", comma]) => {
    const need = reader.endsWith("[") ? "required" : comma === "" ? "plain" : "optional";
    return { key, kind: "code", need };
  });
}

/** Reads in the markup of a component, such as `{import.meta.env.PUBLIC_TITLE}`, which no script block holds. */
export function markupReads(text: string): VariableRead[] {
  const pattern = /\b(?:import\.meta|process)\.env\.([A-Za-z_][A-Za-z0-9_]*)/g;
  return onLines(text, pattern, ([, key = ""]) => ({ key, kind: "code", need: "plain" }));
}

/** Every match of a pattern, line by line, so that no line has to be counted twice. */
function onLines(
  text: string,
  pattern: RegExp,
  make: (match: RegExpExecArray) => Omit<VariableRead, "line">,
): VariableRead[] {
  return text.split("\n").flatMap((line, index) => {
    const matches = line.length > 20_000 ? [] : line.matchAll(pattern);
    return Array.from(matches, (match) => ({ ...make(match), line: index + 1 }));
  });
}

function unquoted(text: string): string {
  const quoted = /^\s*(["'`])(.*?)\1/.exec(text);
  return quoted ? (quoted[2] ?? "") : text.replace(/(?:^|\s)#.*$/, "").trim();
}
