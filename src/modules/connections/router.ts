import { protectedProcedure, router } from "@/server/trpc";
import { connectPlatform, reconnectPlatform, testConnection } from "./connect";
import { listConnectOptions } from "./options";
import { ConnectionRef, ConnectPlatform, ListConnections, ReconnectPlatform, RenameConnection } from "./schema";
import { disconnectPlatform, listConnections, renameConnection } from "./service";

/** The connections' share of the router `platform`. */
export const connectionsRouter = router({
  connections: protectedProcedure.input(ListConnections).query(({ ctx, input }) => listConnections(ctx, input)),
  connectOptions: protectedProcedure.query(({ ctx }) => listConnectOptions(ctx)),
  connect: protectedProcedure.input(ConnectPlatform).mutation(({ ctx, input }) => connectPlatform(ctx, input)),
  reconnect: protectedProcedure.input(ReconnectPlatform).mutation(({ ctx, input }) => reconnectPlatform(ctx, input)),
  test: protectedProcedure.input(ConnectionRef).mutation(({ ctx, input }) => testConnection(ctx, input)),
  rename: protectedProcedure.input(RenameConnection).mutation(({ ctx, input }) => renameConnection(ctx, input)),
  disconnect: protectedProcedure.input(ConnectionRef).mutation(({ ctx, input }) => disconnectPlatform(ctx, input)),
});
