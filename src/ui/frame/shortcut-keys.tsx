"use client";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { navigation } from "./navigation";
import { showOverlay, useOverlay } from "./overlays";

const CommandPalette = dynamic(() => import("./command-palette").then((part) => part.CommandPalette), { ssr: false });
const ShortcutList = dynamic(() => import("./shortcut-list").then((part) => part.ShortcutList), { ssr: false });

const sequenceMs = 1000;

/** Listens for the shortcuts of every page and holds the two dialogs they open. */
export function ShortcutKeys() {
  const router = useRouter();
  const overlay = useOverlay();
  useEffect(() => {
    let leadAt = 0;
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if ((event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey && key === "k") {
        event.preventDefault();
        showOverlay("palette");
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (key === "?") return showOverlay("shortcuts");
      const isSecond = event.timeStamp - leadAt < sequenceMs;
      leadAt = key === "g" ? event.timeStamp : 0;
      const wanted = navigation.find(({ keys }) =>
        isSecond ? keys[0] === "g" && keys[1] === key : keys[0] === key && keys.length === 1,
      );
      if (wanted) router.push(wanted.href);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [router]);
  return (
    <>
      {overlay === "palette" ? <CommandPalette onClose={() => showOverlay(undefined)} /> : null}
      {overlay === "shortcuts" ? <ShortcutList onClose={() => showOverlay(undefined)} /> : null}
    </>
  );
}

/** In a field, a dialog or a menu a letter is text or that part's own key. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input,textarea,select,[contenteditable],[role=dialog],[role=menu]") !== null
  );
}
