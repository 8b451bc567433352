"use client";
import { FileArchive, FolderOpen, FolderUp } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { type PickedProject, pickDropped, pickFolder, pickZip } from "./detect-files";

interface DetectDropProps {
  onPicked(project: PickedProject): void;
  onProblem(problem: unknown): void;
}

/** Where a project is dropped; two buttons do the same for a keyboard. */
export function DetectDrop({ onPicked, onProblem }: DetectDropProps) {
  const [isOver, setOver] = useState(false);
  const folder = useRef<HTMLInputElement>(null);
  const zip = useRef<HTMLInputElement>(null);
  const take = (pick: () => PickedProject | Promise<PickedProject>) => {
    Promise.resolve().then(pick).then(onPicked, onProblem);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const { items } = event.dataTransfer;
    // The entries can be read only while the event lasts.
    pickDropped(items).then(onPicked, onProblem);
  };
  return (
    <section
      aria-label="Drop a project"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        "flex flex-col items-center gap-4 rounded-lg border border-dashed px-6 py-12 text-center transition-colors duration-120",
        isOver ? "border-accent bg-accent/6" : "border-border bg-surface",
      )}
    >
      <div className="flex size-10 items-center justify-center rounded-lg border border-border text-muted">
        <FolderUp aria-hidden className="size-5" />
      </div>
      <div className="max-w-md">
        <p className="text-sm font-medium">Drop a folder or a ZIP here</p>
        <p className="mt-1 text-xs text-pretty text-muted">
          Packages, build output, Git history and .env files stay on your machine. Nothing in the project is run to look
          at it.
        </p>
      </div>
      <div className="flex flex-wrap justify-center gap-2">
        <Button onPress={() => folder.current?.click()}>
          <FolderOpen aria-hidden />
          Choose a folder
        </Button>
        <Button onPress={() => zip.current?.click()}>
          <FileArchive aria-hidden />
          Choose a ZIP
        </Button>
      </div>
      <input
        ref={folder}
        type="file"
        hidden
        aria-label="Folder"
        {...{ webkitdirectory: "" }}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          target.value = "";
          if (files.length > 0) take(() => pickFolder(files));
        }}
      />
      <input
        ref={zip}
        type="file"
        hidden
        aria-label="ZIP"
        accept=".zip,application/zip"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = "";
          if (file) take(() => pickZip(file));
        }}
      />
    </section>
  );
}
