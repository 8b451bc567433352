"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Button, ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { usePageTitle } from "@/ui/frame/page-title";
import { PageHeader } from "@/ui/page-header";
import { isNotFound } from "@/ui/problem";
import { Skeleton } from "@/ui/skeleton";
import { notify } from "@/ui/toast";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import { describeStack } from "./stack-summary";

const ConfirmDialog = dynamic(() => import("@/ui/confirm-dialog").then((part) => part.ConfirmDialog), { ssr: false });

interface ProjectHeaderProps {
  id: string;
  /** The button that deploys it, which belongs to another module. */
  deployButton: ReactNode;
  /** Shown once the project is known to exist. */
  children: ReactNode;
}

/** A project's name, its stack and what can be done with it. */
export function ProjectHeader({ id, deployButton, children }: ProjectHeaderProps) {
  const trpc = useTRPC();
  const { data: project, error, refetch } = useQuery(trpc.project.get.queryOptions({ id }));
  const [isDeleting, setDeleting] = useState(false);
  const remove = useRemoval(id, project?.name ?? "");
  usePageTitle(project?.name ?? (isNotFound(error) ? "Not found" : undefined));
  if (isNotFound(error)) {
    return (
      <EmptyState
        icon={Trash2}
        title="There is no such project"
        action={<ButtonLink href="/projects">All projects</ButtonLink>}
      >
        It may have been deleted, or belong to another organization.
      </EmptyState>
    );
  }
  if (error) return <ErrorState title="The project could not be loaded" error={error} onRetry={() => void refetch()} />;
  const actions = (
    <>
      {deployButton}
      <ButtonLink href={`/environments?project=${id}`}>
        <KeyRound aria-hidden />
        Variables
      </ButtonLink>
      <Button variant="ghost" isIconOnly aria-label="Delete project" onPress={() => setDeleting(true)}>
        <Trash2 aria-hidden />
      </Button>
    </>
  );
  return (
    <>
      <PageHeader
        title={project?.name ?? <Skeleton className="my-1 h-5 w-40" />}
        description={project ? describeStack(project.config) : <Skeleton className="my-1 h-3.5 w-56" />}
        actions={project ? actions : null}
      />
      {project ? children : null}
      {isDeleting && project ? (
        <ConfirmDialog
          isOpen
          onClose={() => setDeleting(false)}
          title="Delete this project?"
          action="Delete project"
          isDanger
          typedName={project.name}
          onConfirm={remove}
        >
          Its deployments, its variables and its app on this machine with all data are removed. Nothing brings them
          back.
        </ConfirmDialog>
      ) : null}
    </>
  );
}

function useRemoval(id: string, name: string): () => Promise<void> {
  const router = useRouter();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  return async () => {
    await client.project.delete.mutate({ id });
    notify.done(`Deleted ${name}`);
    void queries.invalidateQueries({ queryKey: trpc.project.list.queryKey() });
    router.push("/projects");
  };
}
