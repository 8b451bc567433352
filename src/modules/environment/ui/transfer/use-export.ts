"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { describeProblem } from "@/ui/problem";
import { useTRPC } from "@/ui/trpc";
import type { Refusal } from "../../formats/entries";
import type { FormatId } from "../../formats/formats";
import type { ExportedVariables } from "../../transfer/schema";
import { type EnvironmentPlace, refOf } from "../place";
import { batchesOf, type WrittenExport, writeExport } from "./export-model";

interface ExportRequest {
  format: FormatId;
  keys: string[] | undefined;
  /** Leaves out what the format cannot hold. */
  isRestOnly: boolean;
}

/** Values are fetched when somebody asks, written as text, handed over and forgotten. */
export function useExport(place: EnvironmentPlace) {
  const trpc = useTRPC();
  const [problem, setProblem] = useState<string>();
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const [isPending, setPending] = useState(false);
  const fetchValues = useMutation(trpc.environment.export.mutationOptions({ gcTime: 0 }));

  const write = async ({ format, keys, isRestOnly }: ExportRequest): Promise<WrittenExport | undefined> => {
    try {
      const exported: ExportedVariables = { variables: [], restricted: [] };
      for (const batch of batchesOf(keys)) {
        const part = await fetchValues.mutateAsync({ ...refOf(place), ...(batch ? { keys: batch } : {}) });
        exported.variables.push(...part.variables);
        exported.restricted.push(...part.restricted);
      }
      const name = `${place.projectName}-${place.environment}`;
      const result = await writeExport(exported, format, { name, isRestOnly });
      if (result.ok) return result.written;
      setRefusals(result.refusals);
    } catch (error) {
      setProblem(describeProblem(error).message);
    } finally {
      fetchValues.reset();
    }
    return undefined;
  };
  /** Runs `hand` with what was written; it tells itself what it did. */
  const run = async (hand: (written: Promise<WrittenExport | undefined>) => Promise<void>, request: ExportRequest) => {
    setProblem(undefined);
    setRefusals([]);
    setPending(true);
    try {
      await hand(write(request));
    } catch {
      setProblem("The browser did not allow it. Use the other button, or allow the clipboard for this page.");
    } finally {
      setPending(false);
    }
  };
  return { run, problem, refusals, isPending, forget: () => setRefusals([]) };
}

/** Puts text on the clipboard that is still being fetched; some browsers allow it only right after the press. */
export async function copyText(text: Promise<string | undefined>): Promise<boolean> {
  if (typeof ClipboardItem === "undefined") {
    const ready = await text;
    if (ready === undefined) return false;
    await navigator.clipboard.writeText(ready);
    return true;
  }
  const blob = text.then((ready) => {
    if (ready === undefined) throw new Error("There is nothing to copy.");
    return new Blob([ready], { type: "text/plain" });
  });
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  } catch (error) {
    if ((await text) === undefined) return false;
    throw error;
  }
  return true;
}

export function downloadText(text: string, fileName: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
