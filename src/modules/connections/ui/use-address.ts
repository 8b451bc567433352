"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { ConnectionPlatform } from "./platform-ids";
import { returnPath } from "./return-path";

/** What the address asks for: a dialog, and the page to go back to afterwards. */
export function useConnectionsAddress() {
  const query = useSearchParams();
  const router = useRouter();
  const wanted = query.get("connect");
  const back = returnPath(query.get("return"));
  return {
    /** The platform to connect; null when the dialog is closed. */
    connecting: wanted === null ? null : (ConnectionPlatform.find((id) => id === wanted) ?? "vercel"),
    reconnectingId: query.get("reconnect"),
    back,
    connect: (platform: ConnectionPlatform) => showDialog({ connect: platform }, back),
    reconnect: (id: string) => showDialog({ reconnect: id }, back),
    close: () => showDialog({}, undefined),
    /** Leaves for the page that sent the person here, if one did. */
    finish: () => {
      if (back) router.push(back);
      else showDialog({}, undefined);
    },
  };
}

/** Opens a dialog by the address, so that a reload or a link opens it again; none with an empty query. */
export function showDialog(query: Record<string, string>, back: string | undefined): void {
  const search = new URLSearchParams(back ? { ...query, return: back } : query).toString();
  window.history.replaceState(null, "", search ? `/connections?${search}` : "/connections");
}
