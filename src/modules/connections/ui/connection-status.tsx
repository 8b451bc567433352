import { CircleCheck, Clock, FlaskConical, OctagonX, Unplug } from "lucide-react";
import { Badge, Status } from "@/ui/badge";
import { RelativeTime } from "@/ui/time";
import { tokenExpiry } from "../platforms";
import type { Connection } from "../schema";

/** Whether the token works, how long it still does, and whether a stand-in answers it. */
export function ConnectionStatus({ connection }: { connection: Connection }) {
  const { state, isMoved, emulated, account } = connection;
  const expiry = tokenExpiry(account.expiresAt, new Date());
  return (
    <>
      {isMoved ? (
        <Status tone="danger" icon={Unplug} label="Other address" />
      ) : state === "refused" ? (
        <Status tone="danger" icon={OctagonX} label="Token refused" />
      ) : (
        <Status tone="success" icon={CircleCheck} label="Connected" />
      )}
      {account.expiresAt && expiry ? (
        <Badge tone={expiry === "expired" ? "danger" : "warning"} icon={Clock}>
          {expiry === "expired" ? "Expired" : "Expires"} <RelativeTime at={account.expiresAt} />
        </Badge>
      ) : null}
      {emulated ? (
        <Badge
          tone="warning"
          icon={FlaskConical}
          title="A local stand-in of the platform answers. Nothing is deployed for real."
        >
          Emulated
        </Badge>
      ) : null}
    </>
  );
}
