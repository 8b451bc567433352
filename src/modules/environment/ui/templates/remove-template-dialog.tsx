import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { ListedTemplate } from "../../templates/schema";

/** Asks before an own template goes away. */
export function RemoveTemplateDialog({ template, onClose }: { template: ListedTemplate | undefined; onClose(): void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(trpc.environment.removeTemplate.mutationOptions());
  // The name stays while the dialog fades out.
  const [shown, setShown] = useState(template);
  useEffect(() => {
    if (template) setShown(template);
  }, [template]);
  return (
    <ConfirmDialog
      isOpen={template !== undefined}
      onClose={onClose}
      title="Remove template"
      action="Remove"
      isDanger
      onConfirm={async () => {
        if (!template) return;
        await remove.mutateAsync({ templateId: template.id });
        await queries.invalidateQueries({ queryKey: trpc.environment.templates.queryKey() });
        notify.done(`${template.name} removed`);
      }}
    >
      <span className="wrap-anywhere text-foreground">{shown?.name}</span> is no longer offered to anybody in this
      organization. Variables that were set with it stay.
    </ConfirmDialog>
  );
}
