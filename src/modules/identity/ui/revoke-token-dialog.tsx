"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { TokenSummary } from "../schema";

interface RevokeTokenDialogProps {
  /** The token to revoke; none closes the dialog. */
  token: TokenSummary | undefined;
  onClose(): void;
}

/** Asks before a token stops working. */
export function RevokeTokenDialog({ token, onClose }: RevokeTokenDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(trpc.identity.tokens.revoke.mutationOptions());
  const confirm = async () => {
    if (!token) return;
    await revoke.mutateAsync({ id: token.id });
    await queryClient.invalidateQueries({ queryKey: trpc.identity.tokens.pathKey() });
    notify.done("Token revoked");
  };
  return (
    <ConfirmDialog
      isOpen={token !== undefined}
      onClose={onClose}
      title={`Revoke ${token?.name ?? "this token"}?`}
      action="Revoke token"
      isDanger
      onConfirm={confirm}
    >
      Whatever uses it is refused from the next request on. A revoked token cannot be brought back.
    </ConfirmDialog>
  );
}
