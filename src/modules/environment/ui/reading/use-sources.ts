"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { FormatId } from "../../formats/formats";
import { emptyReading, normalizeText, type Reading, readSources, type Source } from "./source";
import { readFile } from "./source-files";

export interface Sources {
  all: Source[];
  active: Source;
  /** Files that could not be taken, with the reason. */
  rejected: { fileName: string; reason: string }[];
  reading: Reading;
  /** What was read is of an earlier text. */
  isReading: boolean;
  isEmpty: boolean;
  hasFile: boolean;
  activate(id: number): void;
  setText(text: string): void;
  setFormat(format: FormatId | undefined): void;
  addFiles(files: readonly File[]): Promise<void>;
  remove(id: number): void;
  clear(): void;
}

const blank = (id: number): Source => ({ id, fileName: undefined, text: "", chosenFormat: undefined });
const firstSource = blank(1);

/** The texts of one import while they are put together, and what was read from them. */
export function useSources(): Sources {
  const [all, setAll] = useState<Source[]>([firstSource]);
  const [activeId, setActiveId] = useState(firstSource.id);
  const [rejected, setRejected] = useState<Sources["rejected"]>([]);
  const lastId = useRef(firstSource.id);
  const active = all.find(({ id }) => id === activeId) ?? all[0] ?? firstSource;
  const change = (part: Partial<Source>) =>
    setAll((before) => before.map((source) => (source.id === active.id ? { ...source, ...part } : source)));

  const addFiles = useCallback(async (files: readonly File[]) => {
    const read = await Promise.all(files.map(readFile));
    const taken = read
      .filter((file) => "text" in file)
      .map(({ fileName, text }): Source => {
        lastId.current += 1;
        return { id: lastId.current, fileName, text, chosenFormat: undefined };
      });
    setRejected(read.filter((file) => "reason" in file));
    if (taken.length === 0) return;
    const names = new Set(taken.map(({ fileName }) => fileName));
    // A file chosen again takes the place of what was read of it before.
    setAll((before) => [
      ...before.filter(({ fileName, text }) => text !== "" && !(fileName !== undefined && names.has(fileName))),
      ...taken,
    ]);
    setActiveId(lastId.current);
  }, []);
  const remove = (id: number) => {
    const rest = all.filter((source) => source.id !== id);
    lastId.current += rest.length === 0 ? 1 : 0;
    setAll(rest.length === 0 ? [blank(lastId.current)] : rest);
    if (id === active.id) setActiveId(rest.at(-1)?.id ?? lastId.current);
  };
  return {
    all,
    active,
    rejected,
    ...useReading(all),
    isEmpty: all.every(({ text }) => text.trim() === ""),
    hasFile: all.some(({ fileName }) => fileName !== undefined),
    activate: setActiveId,
    setText: (text) => change({ text: normalizeText(text) }),
    setFormat: (chosenFormat) => change({ chosenFormat }),
    addFiles,
    remove,
    clear: () => {
      lastId.current += 1;
      setAll([blank(lastId.current)]);
      setRejected([]);
    },
  };
}

/** A long text is read when the typing stops. */
const longText = 65_536;

function useReading(sources: Source[]): { reading: Reading; isReading: boolean } {
  const [state, setState] = useState<{ of: Source[]; reading: Reading }>({ of: sources, reading: emptyReading });
  useEffect(() => {
    let isGone = false;
    const length = sources.reduce((sum, { text }) => sum + text.length, 0);
    const timer = setTimeout(
      () => void readSources(sources).then((reading) => isGone || setState({ of: sources, reading })),
      length > longText ? 300 : 0,
    );
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [sources]);
  return { reading: state.reading, isReading: state.of !== sources };
}
