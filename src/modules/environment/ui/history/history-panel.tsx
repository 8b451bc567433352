"use client";
import { useSearchParams } from "next/navigation";
import { VariableKey } from "../../schema";
import type { EnvironmentPlace } from "../place";
import { SaveList } from "./save-list";
import { SaveView } from "./save-view";

/** Every save of an environment; the address names one to open as `save`, or a variable as `key`. */
export function HistoryPanel({ place }: { place: EnvironmentPlace }) {
  const query = useSearchParams();
  const save = query.get("save");
  const key = VariableKey.safeParse(query.get("key")).data;
  return save ? (
    <SaveView key={save} place={place} snapshotId={save} filterKey={key} />
  ) : (
    <SaveList place={place} filterKey={key} />
  );
}
