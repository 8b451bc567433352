import { Plus } from "lucide-react";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import type { Connection, ConnectOption } from "../schema";
import { ConnectionRow } from "./connection-row";
import type { UsageOf } from "./use-usage";

interface PlatformSectionProps {
  option: ConnectOption;
  connections: readonly Connection[];
  usage: UsageOf;
  canWrite: boolean;
  onConnect(): void;
  onReconnect(connection: Connection): void;
  onRename(connection: Connection): void;
  onDisconnect(connection: Connection): void;
}

/** One platform: what connecting it is for, and its accounts. */
export function PlatformSection(props: PlatformSectionProps) {
  const { option, connections, usage, canWrite, onConnect, onReconnect, onRename, onDisconnect } = props;
  const { label, purpose, platform } = option;
  const connect = (
    <Button size="sm" onPress={onConnect} aria-label={`Connect ${label}`}>
      <Plus aria-hidden />
      Connect
    </Button>
  );
  return (
    <Section id={platform} title={label} description={purpose} actions={canWrite ? connect : undefined}>
      {connections.length === 0 ? (
        <p className="px-4 py-4 text-sm text-muted">
          No {label} account yet.{" "}
          {canWrite ? "Connect one with a token of yours." : "An owner or admin can connect one."}
        </p>
      ) : (
        <ul className="divide-y divide-separator">
          {connections.map((connection) => (
            <ConnectionRow
              key={connection.id}
              connection={connection}
              option={option}
              usage={usage(connection.id)}
              canWrite={canWrite}
              onReconnect={() => onReconnect(connection)}
              onRename={() => onRename(connection)}
              onDisconnect={() => onDisconnect(connection)}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}
