/** The process that started this server (`npm start`), when it left a channel open. */
export function announceSignInLink(url: string): void {
  process.send?.({ type: "sign-in-link", url });
}

/** When the starter is gone without having told us, nobody could stop this server from the terminal any more. */
export function stopWithStarter(shutdown: () => Promise<void>): void {
  if (!process.send) return;
  process.once("disconnect", () => void shutdown().finally(() => process.exit(0)));
}
