/** The code in a .vue, .svelte or .astro file, with everything around it blanked so that lines stay where they are. */
export function scriptOf(text: string, path: string): string {
  const blocks = path.endsWith(".astro") ? [...frontmatter(text), ...scripts(text)] : scripts(text);
  let code = "";
  let at = 0;
  for (const { from, to } of blocks) {
    if (from < at) continue;
    code += `${blank(text.slice(at, from))}${text.slice(from, to)};`;
    at = to;
  }
  return code;
}

interface Block {
  from: number;
  to: number;
}

function scripts(text: string): Block[] {
  const blocks: Block[] = [];
  const lower = text.toLowerCase();
  for (let at = lower.indexOf("<script"); at !== -1; at = lower.indexOf("<script", at + 1)) {
    const from = lower.indexOf(">", at) + 1;
    const to = from === 0 ? -1 : lower.indexOf("</script", from);
    if (to === -1) break;
    blocks.push({ from, to });
    at = to;
  }
  return blocks;
}

function frontmatter(text: string): Block[] {
  const opening = /^\s*---/.exec(text);
  if (!opening) return [];
  const from = opening[0].length;
  const to = text.indexOf("\n---", from);
  return to === -1 ? [] : [{ from, to }];
}

function blank(text: string): string {
  return "\n".repeat(text.split("\n").length - 1);
}
