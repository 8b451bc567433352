import * as z from "zod";

/** `slack` is any webhook that takes Slack's message form, such as Mattermost's or Discord's `/slack` address. */
export const ChannelKind = z.enum(["webhook", "slack", "email"]);
export type ChannelKind = z.infer<typeof ChannelKind>;

export const NotificationEvent = z.enum([
  "deployment.succeeded",
  "deployment.failed",
  "deployment.cancelled",
  "deployment.timed_out",
]);
export type NotificationEvent = z.infer<typeof NotificationEvent>;

const DeliveryState = z.enum(["waiting", "delivered", "failed"]);

/** A channel without its address and secret. Times are ISO strings in UTC. */
export const Channel = z.object({
  id: z.string(),
  kind: ChannelKind,
  name: z.string(),
  projectId: z.string().nullable(),
  events: z.array(NotificationEvent),
  /** Host of a webhook, or the e-mail address. */
  hint: z.string(),
  enabled: z.boolean(),
  createdAt: z.string(),
  last: z.object({ state: DeliveryState, at: z.string() }).nullable(),
});
export type Channel = z.infer<typeof Channel>;

const Name = z.string().trim().min(1, "Give it a name.").max(80, "Use at most 80 characters.");
const Events = z.array(NotificationEvent).min(1, "Choose at least one outcome.").max(NotificationEvent.options.length);
const WebAddress = z.url({ protocol: /^https?$/, error: "Enter an http or https address." }).max(2_000);

const Place = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("webhook"), address: WebAddress, allowPrivate: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal("slack"), address: WebAddress, allowPrivate: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal("email"), address: z.email("Enter an e-mail address.").max(320) }),
]);

export const CreateChannel = z.strictObject({
  name: Name,
  place: Place,
  projectId: z.string().max(64).nullable().default(null),
  events: Events.default([...NotificationEvent.options]),
});
export type CreateChannel = z.input<typeof CreateChannel>;

export const ChannelRef = z.strictObject({ id: z.string().max(64) });

/** What is left out stays. An address is changed by a new channel, so that a secret never follows it. */
export const UpdateChannel = ChannelRef.extend({
  name: Name.optional(),
  events: Events.optional(),
  enabled: z.boolean().optional(),
});

export const DeliveryRef = z.strictObject({ id: z.string().max(64) });

/** One message and what came of it. `problem` says why the last try failed. */
export const Delivery = z.object({
  id: z.string(),
  event: z.string(),
  subjectId: z.string().nullable(),
  state: DeliveryState,
  tries: z.number(),
  status: z.number().nullable(),
  problem: z.string().nullable(),
  createdAt: z.string(),
  deliveredAt: z.string().nullable(),
  nextTryAt: z.string().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

/** What a message says. Webhooks get it as `data`, people get `title` and `text`. */
export const Message = z.object({
  title: z.string(),
  text: z.string(),
  link: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});
export type Message = z.infer<typeof Message>;
