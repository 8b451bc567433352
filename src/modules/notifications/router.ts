import { protectedProcedure, router } from "@/server/trpc";
import { testChannel } from "./outbox";
import { ChannelRef, CreateChannel, DeliveryRef, UpdateChannel } from "./schema";
import { createChannel, listChannels, listDeliveries, redeliver, removeChannel, updateChannel } from "./service";

export const notificationsRouter = router({
  list: protectedProcedure.query(({ ctx }) => listChannels(ctx)),
  create: protectedProcedure.input(CreateChannel).mutation(({ ctx, input }) => createChannel(ctx, input)),
  update: protectedProcedure.input(UpdateChannel).mutation(({ ctx, input }) => updateChannel(ctx, input)),
  remove: protectedProcedure.input(ChannelRef).mutation(({ ctx, input }) => removeChannel(ctx, input)),
  test: protectedProcedure.input(ChannelRef).mutation(({ ctx, input }) => testChannel(ctx, input)),
  deliveries: protectedProcedure.input(ChannelRef).query(({ ctx, input }) => listDeliveries(ctx, input)),
  redeliver: protectedProcedure.input(DeliveryRef).mutation(({ ctx, input }) => redeliver(ctx, input)),
});
