/** Generated code that reads the documents, cuts them into passages and finds those that fit a question. */
export const documentsModule = `import { readdir, readFile } from "node:fs/promises";

const maxDocuments = 500;
const maxCharacters = 1_000_000;

export interface SourceDocument {
  file: string;
  text: string;
}

/** The Markdown files of documents/, by name, from the folder the server was started in. */
export async function readDocuments(): Promise<SourceDocument[]> {
  const entries = await readdir("documents", { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".md")).map(({ name }) => name);
  if (files.length > maxDocuments)
    throw new Error("documents/ holds " + files.length + " files; the index in memory takes " + maxDocuments + ".");
  const documents = files.sort().map(async (file) => ({ file, text: await readFile("documents/" + file, "utf8") }));
  return (await Promise.all(documents)).filter(({ file, text }) => {
    if (text.length > maxCharacters) console.warn("documents/" + file + " is too long and was left out.");
    return text.length <= maxCharacters;
  });
}
`;

export const passagesModule = `import type { SourceDocument } from "./documents";

/** A piece of a document, short enough to hand to the model with others. */
export interface Passage {
  file: string;
  heading: string;
  text: string;
}

const maxCharacters = 1200;

/** Cuts a document at its headings, and a long section between its paragraphs. */
export function splitPassages({ file, text }: SourceDocument): Passage[] {
  return sectionsOf(file, text).flatMap(({ heading, body }) =>
    packParagraphs(body).map((passage) => ({ file, heading, text: passage })),
  );
}

function sectionsOf(file: string, text: string): { heading: string; body: string }[] {
  let section = { heading: file.replace(/\\.md$/, ""), body: "" };
  const sections = [section];
  let isCode = false;
  for (const line of text.split(/\\r?\\n/)) {
    if (line.startsWith("\`\`\`")) isCode = !isCode;
    const heading = isCode ? undefined : /^#{1,6} +(.+)$/.exec(line)?.[1];
    if (heading === undefined) section.body += line + "\\n";
    else {
      section = { heading, body: "" };
      sections.push(section);
    }
  }
  return sections;
}

function packParagraphs(body: string): string[] {
  const packed: string[] = [];
  for (const paragraph of body.split(/\\n{2,}/).flatMap(cutLongParagraph)) {
    const joined = packed.at(-1) + "\\n\\n" + paragraph;
    if (packed.length > 0 && joined.length <= maxCharacters) packed[packed.length - 1] = joined;
    else packed.push(paragraph);
  }
  return packed;
}

function cutLongParagraph(paragraph: string): string[] {
  const text = paragraph.trim();
  if (text.length <= maxCharacters) return text === "" ? [] : [text];
  const space = text.lastIndexOf(" ", maxCharacters);
  const end = space > 0 ? space : maxCharacters;
  return [text.slice(0, end), ...cutLongParagraph(text.slice(end))];
}
`;

export const searchModule = `import MiniSearch from "minisearch";
import { readDocuments } from "./documents";
import { type Passage, splitPassages } from "./passages";

interface Library {
  passages: Passage[];
  index: MiniSearch<Passage & { id: number }>;
}

/** Words that stand in every text and tell nothing about its subject. */
const stopWords = new Set(
  "a about an and are as at be by can could did do does for from had has have how i if in into is it its me my of on or our should so than that the their them then there these they this to was we were what when where which who why will with would you your".split(
    " ",
  ),
);

let library: Promise<Library> | undefined;

/** The passages that fit the question best, best first; none when no document has its words. */
export async function findPassages(question: string, limit = 5): Promise<Passage[]> {
  const { passages, index } = await openLibrary();
  const hits = index.search(question, {
    boost: { heading: 2 },
    prefix: (term) => term.length > 3,
    fuzzy: (term) => (term.length > 4 ? 0.2 : false),
  });
  const best = hits[0]?.score ?? 0;
  return hits
    .filter(({ score }) => score >= best * 0.25)
    .slice(0, limit)
    .flatMap(({ id }) => passages[Number(id)] ?? []);
}

/** Every document with the number of its passages. */
export async function listDocuments(): Promise<{ file: string; passages: number }[]> {
  const { passages } = await openLibrary();
  const files = [...new Set(passages.map(({ file }) => file))];
  return files.map((file) => ({ file, passages: passages.filter((passage) => passage.file === file).length }));
}

/** Reads and indexes on first use; a failure is not kept, so that the next question tries again. */
function openLibrary(): Promise<Library> {
  library ??= buildLibrary().catch((error: unknown) => {
    library = undefined;
    throw error;
  });
  return library;
}

async function buildLibrary(): Promise<Library> {
  const passages = (await readDocuments()).flatMap(splitPassages);
  const index = new MiniSearch<Passage & { id: number }>({
    fields: ["heading", "text"],
    processTerm: (term) => (stopWords.has(term.toLowerCase()) ? null : term.toLowerCase()),
  });
  index.addAll(passages.map((passage, id) => ({ ...passage, id })));
  return { passages, index };
}
`;
