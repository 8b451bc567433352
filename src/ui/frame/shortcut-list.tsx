"use client";
import { Dialog } from "../dialog";
import { Kbd } from "../kbd";
import { navigation } from "./navigation";
import { useModifierKey } from "./use-modifier-key";

/** Every keyboard shortcut, on `?`. */
export function ShortcutList({ onClose }: { onClose(): void }) {
  const modifier = useModifierKey();
  const rows: { label: string; keys: readonly string[] }[] = [
    { label: "Search or run a command", keys: [modifier, "K"] },
    { label: "Show this list", keys: ["?"] },
    ...navigation.map(({ label, keys }) => ({ label, keys: keys.map((key) => key.toUpperCase()) })),
    { label: "Find in a log or among variables", keys: ["/"] },
    { label: "Save changed variables", keys: [modifier, "S"] },
    { label: "Next or previous step of a new app", keys: ["Alt", "→", "←"] },
  ];
  return (
    <Dialog title="Keyboard shortcuts" isOpen onClose={onClose}>
      <dl className="divide-y divide-separator">
        {rows.map((row) => (
          <div key={row.label} className="flex items-center justify-between gap-4 py-2">
            <dt>{row.label}</dt>
            <dd className="flex items-center gap-1">
              {row.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
