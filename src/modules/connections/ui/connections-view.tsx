"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/error-state";
import { usePaletteActions } from "@/ui/frame/overlays";
import { Page, PageHeader } from "@/ui/page-header";
import { SkeletonRows } from "@/ui/skeleton";
import { useTRPC } from "@/ui/trpc";
import type { Connection, ConnectOption } from "../schema";
import { ConnectDialog } from "./connect-dialog";
import { DisconnectDialog } from "./disconnect-dialog";
import { PlatformSection } from "./platform-section";
import { ReconnectDialog } from "./reconnect-dialog";
import { RenameDialog } from "./rename-dialog";
import { SignInNotice } from "./sign-in-notice";
import { showDialog, useConnectionsAddress } from "./use-address";
import { useConnectionUsage } from "./use-usage";

/** The accounts Berth deploys with, by platform. */
export function ConnectionsView() {
  const trpc = useTRPC();
  const connections = useQuery(trpc.platform.connections.queryOptions({}, { refetchInterval: 15_000 }));
  const options = useQuery(trpc.platform.connectOptions.queryOptions());
  const address = useConnectionsAddress();
  const error = connections.error ?? options.error;
  const canWrite = options.data?.canWrite ?? false;
  const retry = () => void Promise.all([connections.refetch(), options.refetch()]);
  return (
    <Page>
      <PageHeader
        title="Connections"
        description="The accounts Berth deploys with. Tokens are encrypted at rest, sent to their platform only, and never shown again."
        actions={
          canWrite ? (
            <Button variant="primary" onPress={() => address.connect("vercel")}>
              <Plus aria-hidden />
              Connect account
            </Button>
          ) : undefined
        }
      />
      <SignInNotice />
      {error ? <ErrorState title="Connections could not be loaded" error={error} onRetry={retry} /> : null}
      {!error && !(connections.data && options.data) ? <SkeletonRows rows={4} what="connections" /> : null}
      {connections.data && options.data ? (
        <ConnectionList connections={connections.data} options={options.data.options} canWrite={canWrite} />
      ) : null}
    </Page>
  );
}

interface ConnectionListProps {
  connections: readonly Connection[];
  options: readonly ConnectOption[];
  canWrite: boolean;
}

function ConnectionList({ connections, options, canWrite }: ConnectionListProps) {
  const address = useConnectionsAddress();
  const usage = useConnectionUsage();
  const [renamed, setRenamed] = useState<Connection>();
  const [disconnected, setDisconnected] = useState<Connection>();
  const { back, connect } = address;
  const actions = useMemo(() => {
    const toConnect = ({ platform, label }: ConnectOption) => ({
      id: `connect-${platform}`,
      label: `Connect ${label}`,
      keywords: "account token",
      run: () => showDialog({ connect: platform }, back),
    });
    return canWrite ? options.map(toConnect) : [];
  }, [options, canWrite, back]);
  usePaletteActions(actions);
  const reconnecting = connections.find(({ id }) => id === address.reconnectingId);
  return (
    <>
      <div className="space-y-6">
        {address.reconnectingId !== null && !reconnecting ? (
          <p role="status" className="text-sm text-muted">
            The connection this link is for is not there any more. Connect the account again.
          </p>
        ) : null}
        {options.map((option) => (
          <PlatformSection
            key={option.platform}
            option={option}
            connections={connections.filter(({ platform }) => platform === option.platform)}
            usage={usage}
            canWrite={canWrite}
            onConnect={() => connect(option.platform)}
            onReconnect={({ id }) => address.reconnect(id)}
            onRename={setRenamed}
            onDisconnect={setDisconnected}
          />
        ))}
      </div>
      <ConnectDialog
        platform={canWrite ? address.connecting : null}
        options={options}
        back={back}
        onChoose={connect}
        onClose={address.close}
        onDone={address.finish}
      />
      <ReconnectDialog
        connection={canWrite ? reconnecting : undefined}
        options={options}
        usage={usage}
        back={back}
        onClose={address.close}
        onDone={address.finish}
      />
      <RenameDialog connection={renamed} onClose={() => setRenamed(undefined)} />
      <DisconnectDialog connection={disconnected} usage={usage} onClose={() => setDisconnected(undefined)} />
    </>
  );
}
