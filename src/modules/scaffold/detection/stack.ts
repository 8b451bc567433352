import type { Evidence } from "./detected";
import { lineOfName, type Manifest } from "./manifest";
import { inside, lineAt, type ProjectFiles } from "./project-files";
import { additions, aiProviders, databases, dialects, mappers, signIns, type Technology } from "./technologies";

type Found = { name: string; evidence: Evidence[] };

/** Code that says more than the packages do, seen while the sources were read. */
export interface CodeClues {
  supabaseSignIn?: Evidence;
  /** Calls of the AI SDK and its like, by what they are for. */
  ai: Partial<Record<"chatbot" | "rag" | "agent" | "structured", Evidence>>;
}

const nothing: Found = { name: "none", evidence: [] };

export async function detectDatabase(
  files: ProjectFiles,
  folder: string,
  manifest: Manifest | undefined,
): Promise<Found> {
  const mapper = find(mappers, manifest);
  if (!mapper) return find(databases, manifest) ?? nothing;
  const dialect = await dialectOf(mapper.name, files, folder, manifest);
  if (!dialect) return mapper;
  return { name: `${mapper.name}-${dialect.name}`, evidence: [...mapper.evidence, ...dialect.evidence] };
}

async function dialectOf(
  mapper: string,
  files: ProjectFiles,
  folder: string,
  manifest: Manifest | undefined,
): Promise<Found | undefined> {
  const stated = await statedDialect(mapper, files, folder);
  return stated ?? find(dialects, manifest);
}

const statements: Readonly<Record<string, { file: RegExp; dialect: RegExp }>> = {
  drizzle: { file: /(^|\/)drizzle\.config\.[cm]?[jt]s$/, dialect: /\bdialect:\s*["'](\w+)["']/ },
  prisma: {
    file: /(^|\/)(?:schema|main|database|datasource)\.prisma$/,
    dialect: /datasource\s+\w+\s*\{[^}]*?\bprovider\s*=\s*"(\w+)"/,
  },
};

const dialectNames: Readonly<Record<string, string>> = {
  postgresql: "postgres",
  turso: "sqlite",
  cockroachdb: "postgres",
};

/** The dialect in the mapper's own configuration; the packages may hold drivers of several. */
async function statedDialect(mapper: string, files: ProjectFiles, folder: string): Promise<Found | undefined> {
  const statement = statements[mapper];
  if (!statement) return undefined;
  const prefix = inside(folder, "");
  for (const file of files.paths.filter((path) => path.startsWith(prefix) && statement.file.test(path)).slice(0, 20)) {
    // A short head is enough, and keeps the pattern cheap on a hostile file.
    const text = ((await files.keptText(file)) ?? "").slice(0, 20_000);
    const match = statement.dialect.exec(text);
    if (!match?.[1]) continue;
    const name = dialectNames[match[1]] ?? match[1];
    return { name, evidence: [{ file, line: lineAt(text, match.index + match[0].length), seen: match[1] }] };
  }
  return undefined;
}

export function detectSignIn(manifest: Manifest | undefined, clues: CodeClues): Found {
  const found = find(signIns, manifest);
  if (found) return found;
  return clues.supabaseSignIn ? { name: "supabase", evidence: [clues.supabaseSignIn] } : nothing;
}

export function detectAi(manifest: Manifest | undefined, clues: CodeClues): { provider: Found; template: Found } {
  const provider = find(aiProviders, manifest) ?? nothing;
  const usesModels = provider.name !== "none" || manifest?.dependencies.ai !== undefined;
  const kind = (["rag", "agent", "structured", "chatbot"] as const).find((each) => clues.ai[each] !== undefined);
  const clue = kind ? clues.ai[kind] : undefined;
  return { provider, template: usesModels && kind && clue ? { name: kind, evidence: [clue] } : nothing };
}

export function detectExtras(
  files: ProjectFiles,
  folder: string,
  manifest: Manifest | undefined,
): { names: string[]; evidence: Evidence[] } {
  const found = additions.flatMap((each) => find([each], manifest) ?? []);
  const byFile: [name: string, file: RegExp][] = [
    ["docker", /^(?:Dockerfile(?:\..+)?|(?:docker-)?compose\.ya?ml)$/],
    ["ci", /^(?:\.github\/workflows\/.+\.ya?ml|\.gitlab-ci\.yml|\.circleci\/config\.yml)$/],
  ];
  const prefix = inside(folder, "");
  for (const [name, pattern] of byFile) {
    const file = files.paths.find((path) => path.startsWith(prefix) && pattern.test(path.slice(prefix.length)));
    if (file) found.push({ name, evidence: [{ file, seen: file.slice(prefix.length) }] });
  }
  return { names: found.map(({ name }) => name), evidence: found.flatMap(({ evidence }) => evidence) };
}

function find(technologies: readonly Technology[], manifest: Manifest | undefined): Found | undefined {
  if (!manifest) return undefined;
  const names = Object.keys(manifest.dependencies);
  for (const { name, packages } of technologies) {
    const dependency = names.find((each) => packages.some((pattern) => pattern.test(each)));
    if (dependency === undefined) continue;
    const seen = `${dependency} ${manifest.dependencies[dependency]}`;
    return { name, evidence: [{ file: manifest.file, line: lineOfName(manifest, dependency), seen }] };
  }
  return undefined;
}
