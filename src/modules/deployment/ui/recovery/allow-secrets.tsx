"use client";
import { useQuery } from "@tanstack/react-query";
import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { useTRPC } from "@/ui/trpc";
import type { FoundSecret } from "../../schema";
import { mayAllowSecrets } from "./found-secrets";

interface AllowSecretsProps {
  secrets: readonly FoundSecret[];
  /** The verb on the button and in its question. */
  action: string;
  isPending: boolean;
  onAllow(fingerprints: string[]): Promise<unknown>;
}

/** Lets what the secret scan found go out all the same, after a question that names each place. */
export function AllowSecrets({ secrets, action, isPending, onAllow }: AllowSecretsProps) {
  const trpc = useTRPC();
  const me = useQuery(trpc.identity.me.queryOptions());
  const [isAsking, setAsking] = useState(false);
  if (me.data && !mayAllowSecrets(me.data.role))
    return <p className="self-center text-xs text-muted">An owner or an administrator can allow what was found.</p>;
  return (
    <>
      <Button variant="danger-soft" isPending={isPending} isDisabled={!me.data} onPress={() => setAsking(true)}>
        <ShieldAlert aria-hidden />
        {action}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Let these leave this machine"
        action={action}
        dismiss="Keep them here"
        isDanger
        onConfirm={() => onAllow(secrets.map(({ fingerprint }) => fingerprint))}
      >
        <ul className="mb-3 space-y-1 text-xs">
          {secrets.map(({ fingerprint, file, line, name }) => (
            <li key={fingerprint}>
              <code className="break-all text-foreground">
                {file}:{line}
              </code>
              , {name}
            </li>
          ))}
        </ul>
        Whoever gets the files can read them. Allow only what is no secret, such as a key of a test account. The audit
        log records it.
      </ConfirmDialog>
    </>
  );
}
