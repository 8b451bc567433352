"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, RefreshCw, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { ErrorState } from "@/ui/error-state";
import { describeProblem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import { RelativeTime } from "@/ui/time";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { MasterKeyState, ProjectKeyState, RotationState, VaultStatus } from "../vault/schema";

const shownAtFirst = 6;

/** The keys that seal stored values, and their rotation. */
export function EncryptionSection() {
  const trpc = useTRPC();
  const status = useQuery({
    ...trpc.environment.vault.status.queryOptions(),
    refetchInterval: ({ state }) => (state.data && isRotating(state.data) ? 1_000 : false),
  });
  return (
    <Section
      id="encryption"
      title="Encryption"
      description="Each project's values are sealed with a key of its own, and those keys with the master key. Values stay readable while a key is rotated."
    >
      {status.isError ? (
        <div className="p-4">
          <ErrorState title="The keys could not be loaded" error={status.error} onRetry={() => void status.refetch()} />
        </div>
      ) : status.data ? (
        <>
          <MasterKeys status={status.data} />
          <ProjectKeys projects={status.data.projects} />
        </>
      ) : (
        <div className="p-4">
          <SkeletonRows rows={3} what="keys" />
        </div>
      )}
    </Section>
  );
}

function MasterKeys({ status }: { status: VaultStatus }) {
  const [isAsking, setAsking] = useState(false);
  const rotate = useRotate("Rotation of the master key started");
  const { masterKeys, rotation, canMakeKey, canRotateMaster } = status;
  const left = masterKeys.filter(({ isActive }) => !isActive).reduce((sum, { wraps }) => sum + wraps, 0);
  const total = masterKeys.reduce((sum, { wraps }) => sum + wraps, 0);
  return (
    <div className="border-b border-separator">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3">
        <h3 className="text-xs font-medium text-muted">Master keys</h3>
        {canRotateMaster && (canMakeKey || left > 0) && !isOpen(rotation) ? (
          <Button size="sm" onPress={() => setAsking(true)}>
            <RefreshCw aria-hidden />
            {left > 0 ? "Finish rotation" : "Rotate master key"}
          </Button>
        ) : null}
      </div>
      <ul className="divide-y divide-separator">
        {masterKeys.map((key) => (
          <MasterKeyRow key={key.id} masterKey={key} />
        ))}
      </ul>
      <Progress rotation={rotation} done={total - left} total={total} what="keys" />
      {canMakeKey ? null : (
        <p className="px-4 pb-3 text-xs text-muted">
          The master keys are set in <code>ENCRYPTION_KEYS</code>. To rotate, put a new key before the others, start
          Berth again and rotate here.
        </p>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Rotate the master key?"
        action="Rotate master key"
        dismiss="Cancel"
        onConfirm={() => rotate({ scope: "master", newKey: left === 0 && canMakeKey })}
      >
        {left === 0
          ? "Berth makes a new master key and wraps the key of every project and connection with it. No value changes. "
          : `The active master key wraps the ${left} keys that an older one still wraps. No value changes. `}
        Backups made before still need the old key, so it is kept.
      </ConfirmDialog>
    </div>
  );
}

function MasterKeyRow({ masterKey }: { masterKey: MasterKeyState }) {
  const { id, isActive, isPresent, isRemovable, wraps } = masterKey;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-sm">
      <code className="min-w-0 truncate" title={id}>
        {id}
      </code>
      {isActive ? (
        <Badge icon={KeyRound} tone="accent">
          Active
        </Badge>
      ) : null}
      {isPresent ? null : (
        <Badge icon={TriangleAlert} tone="danger">
          Missing
        </Badge>
      )}
      <span className="text-xs tabular-nums text-muted">
        wraps {wraps.toLocaleString("en")} {wraps === 1 ? "key" : "keys"}
      </span>
      {isRemovable ? (
        <span className="text-xs text-muted">Nothing stored needs it; only backups made before may.</span>
      ) : null}
    </li>
  );
}

function ProjectKeys({ projects }: { projects: ProjectKeyState[] }) {
  const [isWhole, setWhole] = useState(false);
  if (projects.length === 0) {
    return (
      <p className="px-4 py-3 text-sm text-muted">A project gets its key with the first value that is saved in it.</p>
    );
  }
  const ordered = projects.toSorted((one, other) => urgency(other) - urgency(one));
  const shown = isWhole ? ordered : ordered.slice(0, shownAtFirst);
  return (
    <>
      <h3 className="px-4 pt-3 text-xs font-medium text-muted">Keys of projects</h3>
      <ul className="divide-y divide-separator">
        {shown.map((project) => (
          <ProjectKeyRow key={project.projectId} project={project} />
        ))}
      </ul>
      {shown.length < ordered.length ? (
        <div className="px-4 pb-3">
          <Button size="sm" variant="ghost" onPress={() => setWhole(true)}>
            Show all {ordered.length}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function ProjectKeyRow({ project }: { project: ProjectKeyState }) {
  const { projectId, projectName, createdAt, values, behind, advice, rotation } = project;
  const rotate = useRotate(`Rotation of the key of ${projectName} started`);
  const [isStarting, setStarting] = useState(false);
  const start = async () => {
    setStarting(true);
    await rotate({ scope: "project", projectId })
      .catch((error: unknown) => notify.problem("The rotation did not start", describeProblem(error).message))
      .finally(() => setStarting(false));
  };
  return (
    <li className="py-2.5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4">
        <div className="min-w-0 flex-1 basis-40">
          <p title={projectName} className="truncate text-sm font-medium">
            {projectName}
          </p>
          <p className="flex flex-wrap gap-x-3 text-xs text-muted">
            <span>
              key made <RelativeTime at={createdAt} />
            </span>
            <span className="tabular-nums">
              seals {values.toLocaleString("en")} {values === 1 ? "value" : "values"}
            </span>
          </p>
          {advice ? <p className="text-xs text-warning-text">{advice} Rotate it.</p> : null}
        </div>
        {isOpen(rotation) ? null : (
          <Button size="sm" isPending={isStarting} onPress={start} aria-label={`Rotate the key of ${projectName}`}>
            {behind > 0 ? "Finish rotation" : "Rotate"}
          </Button>
        )}
      </div>
      <Progress rotation={rotation} done={values - behind} total={values} what="values" />
    </li>
  );
}

interface ProgressProps {
  rotation: RotationState | null;
  done: number;
  total: number;
  what: string;
}

function Progress({ rotation, done, total, what }: ProgressProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const cancel = useMutation(
    trpc.environment.vault.cancel.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.environment.vault.pathKey() }),
    }),
  );
  if (!rotation) return null;
  if (!isOpen(rotation)) {
    if (rotation.status === "succeeded") return null;
    return (
      <p className="px-4 pt-1 pb-2 text-xs text-danger-text">{rotation.message ?? "The rotation did not finish."}</p>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-3 px-4 pt-1 pb-2 text-xs text-muted" role="status">
      <progress
        className="h-1.5 w-40 appearance-none overflow-hidden rounded-full [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-surface-secondary [&::-webkit-progress-value]:bg-accent"
        value={done}
        max={Math.max(total, 1)}
        aria-label="Rotation"
      />
      <span className="tabular-nums">
        {done.toLocaleString("en")} of {total.toLocaleString("en")} {what} have the new key
      </span>
      <Button
        size="sm"
        variant="ghost"
        isPending={cancel.isPending || rotation.status === "cancelling"}
        onPress={() => cancel.mutate({ runId: rotation.runId })}
      >
        Stop
      </Button>
    </div>
  );
}

function useRotate(message: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const rotate = useMutation(trpc.environment.vault.rotate.mutationOptions());
  return async (wish: Parameters<typeof rotate.mutateAsync>[0]) => {
    await rotate.mutateAsync(wish);
    await queryClient.invalidateQueries({ queryKey: trpc.environment.vault.pathKey() });
    notify.done(message);
  };
}

function isOpen(rotation: RotationState | null): boolean {
  return rotation !== null && rotation.finishedAt === null;
}

function isRotating({ rotation, projects }: VaultStatus): boolean {
  return isOpen(rotation) || projects.some((project) => isOpen(project.rotation));
}

/** What is under way or should be done comes first. */
function urgency({ rotation, behind, advice }: ProjectKeyState): number {
  if (isOpen(rotation)) return 2;
  return behind > 0 || advice ? 1 : 0;
}
