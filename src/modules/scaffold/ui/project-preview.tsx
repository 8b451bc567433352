"use client";
import { useMemo, useRef, useState } from "react";
import { cn } from "@/ui/cn";
import { formatBytes, plural } from "@/ui/format";
import { Skeleton } from "@/ui/skeleton";
import type { GeneratedFile } from "../schema";
import { FileTree } from "./file-tree";
import { compareFiles, type FileChanges } from "./file-tree-model";
import { SourceView } from "./source-view";

interface ProjectPreviewProps {
  /** Undefined until the generator is loaded. */
  files: readonly GeneratedFile[] | undefined;
  className?: string;
}

const firstShown = ["src/app/page.tsx", "app/page.tsx", "README.md"];
const noChanges: FileChanges = { marks: new Map(), removed: [] };

/** The project as it would be written: its tree, what the last choice changed, and the source of one file. */
export function ProjectPreview({ files, className }: ProjectPreviewProps) {
  const [wanted, setWanted] = useState<string>();
  const changes = useChanges(files);
  const size = useMemo(() => totalSize(files ?? []), [files]);
  const selected =
    [wanted, ...firstShown].map((path) => files?.find((file) => file.path === path)).find(Boolean) ?? files?.[0];
  return (
    <section
      aria-label="Project preview"
      className={cn(
        "grid min-h-0 grid-rows-[40px_minmax(0,14rem)_minmax(0,1fr)] column:grid-cols-[minmax(11rem,15rem)_minmax(0,1fr)] column:grid-rows-1",
        className,
      )}
    >
      <div className="contents min-h-0 flex-col border-r border-separator column:flex">
        <div
          aria-live="polite"
          className="flex h-10 shrink-0 items-center gap-2 border-b border-separator px-3 text-xs text-muted"
        >
          {files ? (
            <>
              <span className="whitespace-nowrap">
                {plural(files.length, "file")}, {formatBytes(size)}
              </span>
              <ChangeSummary changes={changes} />
            </>
          ) : (
            <Skeleton className="h-3.5 w-28" />
          )}
        </div>
        <div className="relative min-h-0 flex-1 overflow-y-auto contain-content border-b border-separator column:border-b-0">
          {files ? (
            <FileTree files={files} marks={changes.marks} selected={selected?.path ?? ""} onSelect={setWanted} />
          ) : (
            <TreeSkeleton />
          )}
        </div>
      </div>
      {selected ? <SourceView file={selected} /> : <SourceSkeleton />}
    </section>
  );
}

function ChangeSummary({ changes }: { changes: FileChanges }) {
  const added = [...changes.marks.values()].filter((mark) => mark === "added").length;
  const changed = changes.marks.size - added;
  return (
    <span className="ml-auto flex gap-1.5 font-mono">
      {added > 0 ? (
        <span className="text-success-text" title={plural(added, "file added", "files added")}>
          +{added}
        </span>
      ) : null}
      {changed > 0 ? (
        <span className="text-warning-text" title={plural(changed, "file changed", "files changed")}>
          ~{changed}
        </span>
      ) : null}
      {changes.removed.length > 0 ? (
        <span className="text-danger-text" title={`Removed: ${changes.removed.join(", ")}`}>
          −{changes.removed.length}
        </span>
      ) : null}
    </span>
  );
}

/** What the last change of the files brought; the first files are no change. */
function useChanges(files: readonly GeneratedFile[] | undefined): FileChanges {
  const seen = useRef<{ files: readonly GeneratedFile[]; changes: FileChanges }>(undefined);
  if (files && seen.current?.files !== files) {
    const changes = seen.current ? compareFiles(seen.current.files, files) : noChanges;
    seen.current = { files, changes };
  }
  return seen.current?.changes ?? noChanges;
}

function totalSize(files: readonly GeneratedFile[]): number {
  const encoder = new TextEncoder();
  return files.reduce((sum, { content }) => sum + encoder.encode(content).length, 0);
}

const treeWidths = ["w-24", "w-32", "w-20", "w-28", "w-36", "w-24", "w-28", "w-20", "w-32", "w-24"];

function TreeSkeleton() {
  return (
    <div className="space-y-3 p-3">
      {treeWidths.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows stand for nothing
        <Skeleton key={index} className={cn("h-3", width)} />
      ))}
    </div>
  );
}

function SourceSkeleton() {
  return (
    <div className="min-w-0">
      <div className="flex h-10 items-center border-b border-separator px-4">
        <Skeleton className="h-3.5 w-40" />
      </div>
      <div className="space-y-3 bg-code p-4">
        {treeWidths.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows stand for nothing
          <Skeleton key={index} className={cn("h-3", index % 3 === 0 ? "w-2/3" : "w-1/2")} />
        ))}
      </div>
    </div>
  );
}
