import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { RelativeTime } from "@/ui/time";
import { missingScopes } from "../platforms";
import type { Connection, ConnectOption } from "../schema";
import { ConnectionActions } from "./connection-actions";
import { ConnectionProblem } from "./connection-problem";
import { ConnectionStatus } from "./connection-status";
import { TestLine } from "./test-line";
import { useConnectionTest } from "./use-connection-test";
import type { Usage } from "./use-usage";

interface ConnectionRowProps {
  connection: Connection;
  option: ConnectOption;
  usage: Usage;
  canWrite: boolean;
  onReconnect(): void;
  onRename(): void;
  onDisconnect(): void;
}

/** One account: whose it is, whether its token works, and what can be done with it. */
export function ConnectionRow(props: ConnectionRowProps) {
  const { connection, option, usage, canWrite, onReconnect, onRename, onDisconnect } = props;
  const test = useConnectionTest(connection.id);
  const { name } = connection;
  const isBroken = connection.state === "refused" || connection.isMoved;
  return (
    <li
      className={cn("flex flex-col gap-3 px-4 py-3.5", isBroken && "bg-danger/5 shadow-[inset_3px_0_0_var(--danger)]")}
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-64 space-y-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h3 title={name} className="min-w-0 truncate text-sm font-medium">
              {name}
            </h3>
            <ConnectionStatus connection={connection} />
          </div>
          <Facts connection={connection} option={option} usage={usage} />
        </div>
        {canWrite ? (
          <div className="flex items-center gap-2">
            <Button size="sm" isPending={test.isPending} onPress={test.start} aria-label={`Test ${name}`}>
              Test
            </Button>
            <ConnectionActions name={name} onReconnect={onReconnect} onRename={onRename} onDisconnect={onDisconnect} />
          </div>
        ) : null}
      </div>
      {isBroken ? (
        <ConnectionProblem
          connection={connection}
          label={option.label}
          usage={usage}
          onReconnect={canWrite ? onReconnect : undefined}
        />
      ) : null}
      <TestLine test={test} label={option.label} />
    </li>
  );
}

interface FactsProps {
  connection: Connection;
  option: ConnectOption;
  usage: Usage;
}

function Facts({ connection, option, usage }: FactsProps) {
  const { account, lastUsedAt, emulated, host, platform } = connection;
  const missing = missingScopes(platform, account.scopes);
  const count = usage.apps.length;
  return (
    <>
      <p className="flex flex-wrap gap-x-3 text-xs text-muted">
        <span className="min-w-0 break-words">
          {account.team ? `${account.name}, ${option.teamName} ${account.team.name}` : account.name}
        </span>
        <span>{lastUsedAt ? <>last used {<RelativeTime at={lastUsedAt} />}</> : "never used"}</span>
        {count > 0 ? <span>{count === 1 ? "1 app" : `${count} apps`}</span> : null}
        {emulated ? <code className="break-all">{host}</code> : null}
      </p>
      {account.scopes.length > 0 ? (
        <p className="text-xs break-words text-muted">
          Scopes: <code>{account.scopes.join(", ")}</code>
          {missing.map(({ name, why }) => (
            <span key={name}>
              . Without <code>{name}</code>: {why}
            </span>
          ))}
        </p>
      ) : null}
    </>
  );
}
