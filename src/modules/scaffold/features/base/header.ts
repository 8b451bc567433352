/** The classes of the header's parts, the same on every framework. */
interface HeaderClasses {
  row: string;
  home: string;
  mark: string;
  name: string;
  nav: string;
  link: string;
  actions: string;
}

/** A few links share the line with the name; more get a line of their own on a phone, which scrolls. */
export function headerClasses(links: number, actions: number): HeaderClasses {
  const shared = {
    mark: "grid size-6 shrink-0 place-items-center rounded-md bg-ink text-xs text-canvas",
    link: "flex h-11 shrink-0 items-center rounded-lg px-2.5 text-sm text-muted transition-colors duration-150 hover:text-ink sm:h-9",
    actions: "ml-auto flex shrink-0 items-center gap-2",
  };
  if (links + actions > 3) return { ...shared, ...crowded };
  return { ...shared, ...roomy, name: links === 0 ? "truncate" : "truncate max-sm:sr-only" };
}

const roomy = {
  row: "mx-auto flex h-14 w-full max-w-5xl items-center gap-2 px-5 sm:gap-4",
  home: "flex h-11 min-w-0 items-center gap-2.5 text-sm font-semibold tracking-tight",
  nav: "flex items-center gap-1",
};

const crowded = {
  row: "mx-auto flex min-h-14 w-full max-w-5xl flex-wrap items-center gap-x-2 px-5 sm:flex-nowrap sm:gap-x-4",
  home: "flex h-14 min-w-0 flex-1 items-center gap-2.5 text-sm font-semibold tracking-tight sm:flex-none",
  name: "truncate",
  nav: "order-last -mx-2.5 flex min-w-0 basis-full overflow-x-auto [scrollbar-width:none] sm:order-none sm:mx-0 sm:basis-auto",
};

/** The opening of an element as formatters write it: a line where it fits or has one attribute, else one for each. */
export function openTag(indent: string, tag: string, attributes: readonly string[]): string {
  const line = `${indent}<${[tag, ...attributes].join(" ")}>`;
  if (line.length <= 120 || attributes.length === 1) return line;
  return `${indent}<${tag}\n${attributes.map((attribute) => `${indent}  ${attribute}\n`).join("")}${indent}>`;
}
