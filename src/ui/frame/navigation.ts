import { Boxes, KeyRound, type LucideIcon, Plug, Plus, Rocket, ScrollText, Settings } from "lucide-react";

export interface NavEntry {
  href: string;
  label: string;
  icon: LucideIcon;
  /** The keys that go there: one key, or G and then a key. */
  keys: readonly [string] | readonly ["g", string];
}

/** The entries of the sidebar; an entry appears here once its page works. */
export const navigation: readonly NavEntry[] = [
  { href: "/new", label: "New app", icon: Plus, keys: ["n"] },
  { href: "/projects", label: "Projects", icon: Boxes, keys: ["g", "p"] },
  { href: "/deployments", label: "Deployments", icon: Rocket, keys: ["g", "d"] },
  { href: "/environments", label: "Environments", icon: KeyRound, keys: ["g", "e"] },
  { href: "/connections", label: "Connections", icon: Plug, keys: ["g", "c"] },
  { href: "/audit", label: "Audit", icon: ScrollText, keys: ["g", "a"] },
  { href: "/settings", label: "Settings", icon: Settings, keys: ["g", "s"] },
];

/** The entry a path belongs to. */
export function entryOf(pathname: string): NavEntry | undefined {
  return navigation.find(({ href }) => pathname === href || pathname.startsWith(`${href}/`));
}
