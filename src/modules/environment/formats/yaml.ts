import { isAlias, isMap, isNode, isScalar, Lexer, LineCounter, type Node, type Pair, parseAllDocuments } from "yaml";
import { Findings, type ParsedText } from "./entries";

export interface YamlDocument {
  /** Undefined where the document is no map, or cannot be read. */
  items: readonly Pair[] | undefined;
  node: Node | null;
}

/** Far more than 1,000 variables with their comments have; a text of many small parts takes seconds to read. */
const maxParts = 30_000;

/** The maps of a YAML text without tags, aliases or types: every scalar is the text it is written as. */
export function openYaml(text: string, findings: Findings): { documents: YamlDocument[]; place: Place } {
  const lines = new LineCounter();
  const place: Place = (node) => {
    const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
    return [Math.max(line, 1), Math.max(col, 1)];
  };
  if (hasTooManyParts(text)) {
    findings.error(1, 1, "This YAML has too many parts to be a list of variables. Leave out what is none.");
    return { place, documents: [] };
  }
  try {
    // Names that are there twice are found by Findings; comparing each with each takes the square of their number.
    const options = { schema: "failsafe", lineCounter: lines, prettyErrors: false, uniqueKeys: false } as const;
    const parsed = parseAllDocuments(text, options);
    const documents = Array.from(parsed);
    for (const { pos, message } of documents.flatMap(({ errors }) => errors)) {
      const { line, col } = lines.linePos(pos[0]);
      findings.error(line, col, `This is not YAML: ${message.replace(/\.?$/, ".")}`);
    }
    return {
      place,
      documents: documents.map(({ contents }) => ({
        node: contents,
        items: isMap(contents) ? contents.items : undefined,
      })),
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    findings.error(1, 1, "This YAML is nested too deeply to be a list of variables.");
    return { place, documents: [] };
  }
}

function hasTooManyParts(text: string): boolean {
  let parts = 0;
  for (const _part of new Lexer().lex(text)) {
    parts += 1;
    if (parts > maxParts) return true;
  }
  return false;
}

type Place = (node: Node | null | undefined) => [line: number, column: number];

/** Reads a flat YAML map. Values are taken as written, so `yes` stays `yes` and `1.10` stays `1.10`; aliases and tags are refused. */
export function readYaml(text: string): ParsedText {
  const findings = new Findings();
  const { documents, place } = openYaml(text, findings);
  if (findings.problems.length > 0) return findings.done();
  const [document, second] = documents;
  if (second) findings.error(...place(second.node), "Give one YAML document; what follows --- was not read.");
  if (document?.node && !document.items) {
    findings.error(...place(document.node), "Give a map of names and values, such as NAME: value.");
  }
  for (const item of document?.items ?? []) readPair(item, findings, place);
  return findings.done();
}

/** Adds one `NAME: value`; `decode` gives undefined for a text that does not stand for a value. */
export function readPair(
  { key, value }: Pair,
  findings: Findings,
  place: Place,
  decode: (text: string) => string | undefined = (text) => text,
): void {
  const at = place(nodeOf(key));
  const name = scalarText(key);
  const node = nodeOf(value);
  if (name === undefined) findings.error(...at, "A name is plain text.");
  else {
    const read = readValue(node, decode);
    if ("value" in read) findings.add(name, read.value, ...at);
    else findings.error(...(node ? place(node) : at), `${name}: ${read.fault}`);
  }
}

function readValue(
  node: Node | null,
  decode: (text: string) => string | undefined,
): { value: string } | { fault: string } {
  if (isAlias(node) || isTagged(node)) return { fault: "aliases and tags are not read. Write the value out as text." };
  const written = scalarText(node);
  if (written === undefined) return { fault: "a variable holds text. Write the list or map as a quoted string." };
  const isPlain = !isScalar(node) || node.type === "PLAIN";
  if (isPlain && /^(?:|~|null|Null|NULL)$/.test(written)) {
    return { fault: 'there is no value. Write "" for an empty one, or leave the name out.' };
  }
  const value = decode(written);
  return value === undefined ? { fault: "this is not base64 of UTF-8 text." } : { value };
}

function isTagged(node: Node | null): boolean {
  const tag = node && "tag" in node ? node.tag : undefined;
  return tag !== undefined && tag !== "!" && tag !== "tag:yaml.org,2002:str";
}

/** Quotes every value, so that no reader makes a number or a boolean of one. */
export function writeYaml(entries: readonly { key: string; value: string }[]): string {
  return entries.length === 0 ? "{}\n" : entries.map(({ key, value }) => yamlLine(key, quoteYaml(value))).join("");
}

/** One line; names that YAML 1.1 may read as a boolean, null or a number are quoted. */
export function yamlLine(key: string, written: string): string {
  const isWord = /[A-Za-z].*[A-Za-z]/.test(key) && !/^(?:yes|no|on|off|true|false|null)$/i.test(key);
  const name = isWord ? key : `"${key}"`;
  return `${name}: ${written}\n`;
}

/** JSON's escapes are YAML's; what YAML does not take as printable is escaped besides. */
export function quoteYaml(value: string): string {
  const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped);
}

function nodeOf(value: unknown): Node | null {
  return isNode(value) ? value : null;
}

/** The text of a scalar; empty where nothing is written. */
export function scalarText(node: unknown): string | undefined {
  if (node === null || node === undefined) return "";
  if (!isScalar(node)) return undefined;
  return node.value === null || node.value === undefined ? (node.source ?? "") : String(node.value);
}
