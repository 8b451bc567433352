import { type FocusEvent, type RefObject, useEffect, useRef } from "react";

/** Popovers of a row stand elsewhere in the document and belong to it all the same. */
function isWithin({ relatedTarget, currentTarget }: FocusEvent): boolean {
  if (!(relatedTarget instanceof Element)) return false;
  return currentTarget.contains(relatedTarget) || relatedTarget.closest("[role=dialog],[role=listbox]") !== null;
}

/**
 * Calls `leave` when the focus goes elsewhere. A press that takes the focus is let finish first, because a row that
 * closes under the pointer moves what was pressed away from it.
 */
export function useLeaving(leave: () => void, flush: RefObject<(() => void) | undefined>) {
  const isPressing = useRef(false);
  useEffect(() => {
    const press = () => {
      isPressing.current = true;
    };
    const release = () => {
      isPressing.current = false;
    };
    document.addEventListener("pointerdown", press, true);
    document.addEventListener("pointerup", release, true);
    document.addEventListener("pointercancel", release, true);
    return () => {
      document.removeEventListener("pointerdown", press, true);
      document.removeEventListener("pointerup", release, true);
      document.removeEventListener("pointercancel", release, true);
    };
  }, []);
  const latest = useRef(leave);
  useEffect(() => {
    latest.current = leave;
    const own = () => latest.current();
    flush.current = own;
    return () => {
      if (flush.current === own) flush.current = undefined;
    };
  });
  return (event: FocusEvent) => {
    if (!document.hasFocus() || isWithin(event)) return;
    if (!isPressing.current) return leave();
    const later = () => setTimeout(() => latest.current());
    document.addEventListener("pointerup", later, { once: true });
  };
}
