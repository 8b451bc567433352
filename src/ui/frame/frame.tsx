import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "../mark";
import { AccountButton } from "./account-button";
import { Breadcrumb } from "./breadcrumb";
import { BarLinks, SidebarLinks } from "./nav-links";
import { OrganizationName } from "./organization-name";
import { PaletteButton } from "./palette-button";
import { ShortcutKeys } from "./shortcut-keys";

/** What surrounds every page: sidebar or bar, header, and the way past both for the keyboard. */
export function Frame({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-dvh bar:grid bar:grid-cols-[220px_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-2 text-sm font-medium text-accent-foreground focus:translate-y-0"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col border-r border-separator bg-surface-secondary/50 bar:flex">
        <div className="flex h-(--header-height) shrink-0 items-center px-4">
          <Link href="/new" className="flex min-w-0 items-center gap-2.5 rounded-md">
            <Mark className="size-6 shrink-0" />
            <span className="text-sm font-semibold tracking-tight">Berth</span>
          </Link>
        </div>
        <nav aria-label="Main" className="flex-1 overflow-y-auto px-2 py-2">
          <SidebarLinks />
        </nav>
        <OrganizationName />
      </aside>
      <div className="flex min-h-dvh min-w-0 flex-col">
        <header className="sticky top-0 z-30 border-b border-separator bg-background">
          <div className="flex h-(--header-height) items-center gap-3 px-4 column:px-6">
            <Link href="/new" aria-label="Berth" className="rounded-md bar:hidden">
              <Mark className="size-6" />
            </Link>
            <Breadcrumb />
            <PaletteButton />
            <AccountButton />
          </div>
          <nav aria-label="Main" className="border-t border-separator bar:hidden">
            <BarLinks />
          </nav>
        </header>
        <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          {children}
        </main>
      </div>
      <ShortcutKeys />
    </div>
  );
}
