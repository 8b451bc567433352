import type { ChannelKind, Delivery, NotificationEvent } from "../schema";

export const eventLabels: Record<NotificationEvent, string> = {
  "deployment.succeeded": "Succeeded",
  "deployment.failed": "Failed",
  "deployment.timed_out": "Timed out",
  "deployment.cancelled": "Cancelled",
};

export const kindLabels: Record<ChannelKind, string> = { webhook: "Webhook", slack: "Slack", email: "E-mail" };

/** What came of a message, in one sentence. */
export function describeDelivery({ state, tries, status, problem }: Delivery): string {
  if (state === "delivered") return status === null ? "Delivered" : `Delivered (answered ${status})`;
  if (state === "waiting") return tries === 0 ? "On its way" : `Tried ${tries} times. ${problem ?? ""}`.trim();
  return problem ?? "Not delivered";
}
