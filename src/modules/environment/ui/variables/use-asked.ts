import { useSearchParams } from "next/navigation";
import { useEffect } from "react";
import type { useTable } from "./use-table";

/** The address may ask for a row: `add` opens a new one, `edit` the one that is there. It asks once. */
export function useAsked(isLoaded: boolean, table: ReturnType<typeof useTable>): void {
  const query = useSearchParams();
  const add = query.get("add");
  const edit = query.get("edit");
  const wanted = add ?? edit;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each address, when there is something to open
  useEffect(() => {
    if (!isLoaded || wanted === null) return;
    const address = new URL(window.location.href);
    address.searchParams.delete("add");
    address.searchParams.delete("edit");
    window.history.replaceState(null, "", address);
    const known = table.shown.find(({ key }) => key === wanted);
    if (known) {
      table.actions.edit(known);
      table.handle.current?.focus(known.id, "edit");
    } else if (add !== null) table.add({ key: add });
  }, [isLoaded, wanted]);
}
