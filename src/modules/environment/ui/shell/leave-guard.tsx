"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { plural } from "@/ui/format";
import { notify } from "@/ui/toast";
import { countUnsaved } from "../drafts/draft-store";

/** Asks before a link leads away from drafts. They stay in the tab either way; by other ways out a message says so. */
export function LeaveGuard() {
  const router = useRouter();
  const [target, setTarget] = useState<string>();
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
      if (!link || !isPlain || link.target === "_blank" || link.hasAttribute("download")) return;
      const url = new URL(link.href);
      if (url.origin !== window.location.origin || url.pathname === "/environments" || countUnsaved() === 0) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(url.pathname + url.search + url.hash);
    };
    document.addEventListener("click", onClick, true);
    return () => {
      document.removeEventListener("click", onClick, true);
      const count = countUnsaved();
      if (count > 0)
        notify.done(
          `${plural(count, "unsaved change")} kept in this tab`,
          "Open Environments again to save or discard.",
        );
    };
  }, []);
  const count = target === undefined ? 0 : countUnsaved();
  return (
    <ConfirmDialog
      isOpen={target !== undefined}
      onClose={() => setTarget(undefined)}
      title={`Leave with ${plural(count, "unsaved change")}?`}
      action="Leave"
      dismiss="Stay"
      onConfirm={async () => {
        if (target !== undefined) router.push(target);
      }}
    >
      Deployments do not get what is not saved. It is kept in this tab until you come back; closing the tab drops it.
    </ConfirmDialog>
  );
}
