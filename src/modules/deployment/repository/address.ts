import { AppError } from "@/server/errors";

/** Where a public repository is cloned from, and which branch and folder of it an address names. */
export interface RepositoryAddress {
  url: string;
  name: string;
  /** A branch or tag; the repository's default branch without one. */
  ref?: string;
  /** The folder of the repository to take; all of it without one. */
  folder?: string;
}

/**
 * Reads what a person pasted: a clone address, `github.com/owner/name`, or the page of a branch and a folder in a browser.
 * Throws VALIDATION with the form to use.
 */
export function parseRepositoryAddress(text: string): RepositoryAddress {
  const given = text.trim();
  if (/^(?:git@|ssh:|git:)/i.test(given)) {
    throw invalid("is an SSH address, which needs a key. Give the https address of a public repository");
  }
  const withProtocol = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `https://${given}`;
  if (given === "" || given.length > 500 || !URL.canParse(withProtocol)) throw invalid("is not a Git address");
  const url = new URL(withProtocol);
  const parts = url.pathname.split("/").filter(Boolean).map(decoded);
  // A branch with a slash in its name cannot be told from a folder: its first part is taken.
  const page = parts.findIndex((part, at) => at >= 2 && (part === "tree" || part === "blob"));
  const tail = page === -1 ? [] : parts.slice(page + 1);
  const end = page === -1 ? parts.length : parts[page - 1] === "-" ? page - 1 : page;
  const path = parts.slice(0, end);
  const name = path.at(-1)?.replace(/\.git$/, "");
  if (path.length < 2 || !name) throw invalid("names no repository");
  const [ref, ...folder] = tail;
  url.pathname = `/${path
    .map(encodeURIComponent)
    .join("/")
    .replace(/\.git$/, "")}.git`;
  url.search = "";
  url.hash = "";
  return { url: url.href, name, ...(ref ? { ref } : {}), ...(folder.length > 0 ? { folder: folder.join("/") } : {}) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid("is not a Git address");
  }
}

function invalid(reason: string): AppError {
  return new AppError("VALIDATION", `url: this ${reason}, such as https://github.com/owner/name.`);
}
