/** What is handed on of a stack. */
export interface SharedStack {
  link: string;
  /** Markdown of a badge that opens the link. */
  badge: string;
  /** Whether the address only means something on this machine. */
  isLocal: boolean;
}

/** The wizard's address with these choices, and a badge for a README. Without the name: another person has another one. */
export function shareStack(origin: string, choices: URLSearchParams): SharedStack {
  const query = new URLSearchParams(choices);
  query.delete("name");
  const link = query.size > 0 ? `${origin}/new?${query}` : `${origin}/new`;
  const badge = `[![Use this stack](${origin}/use-this-stack.svg)](${link})`;
  return { link, badge, isLocal: isLocalHost(new URL(origin).hostname) };
}

function isLocalHost(host: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(host);
}
