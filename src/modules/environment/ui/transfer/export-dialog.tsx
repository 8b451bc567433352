"use client";
import { Copy, Download, FileLock2, ScrollText } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { ChoiceRow } from "@/ui/choice-row";
import { Dialog } from "@/ui/dialog";
import { plural } from "@/ui/format";
import { notify } from "@/ui/toast";
import type { Refusal } from "../../formats/entries";
import type { FormatId } from "../../formats/formats";
import type { VariableSummary } from "../../schema";
import type { EnvironmentPlace } from "../place";
import { listed } from "../reading/source";
import { fileNameOf, formatChoices, type WrittenExport } from "./export-model";
import { copyText, downloadText, useExport } from "./use-export";

interface ExportDialogProps {
  place: EnvironmentPlace;
  variables: readonly VariableSummary[];
  selectedKeys: readonly string[];
  onClose(): void;
}

/** Takes values out as text in one of the formats. Nothing is fetched before a button is pressed. */
export function ExportDialog({ place, variables, selectedKeys: selection, onClose }: ExportDialogProps) {
  const [format, setFormat] = useState<FormatId>("dotenv");
  // A row that was not saved yet has nothing to export.
  const stored = new Set(variables.map(({ key }) => key));
  const selectedKeys = selection.filter((key) => stored.has(key));
  const [scope, setScope] = useState<"all" | "selected">(selectedKeys.length > 0 ? "selected" : "all");
  const [isRestOnly, setRestOnly] = useState(false);
  const { run, problem, refusals, isPending, forget } = useExport(place);
  const selected = new Set(selectedKeys);
  const scoped = scope === "all" ? variables : variables.filter(({ key }) => selected.has(key));
  const hidden = scoped.filter(({ visibility }) => visibility === "restricted").map(({ key }) => key);
  const fileName = fileNameOf(place, format);
  const request = { format, keys: scope === "selected" ? [...selectedKeys] : undefined, isRestOnly };
  const finish = (written: WrittenExport, what: string) => {
    notify.done(`${plural(written.count, "variable")} ${what}`, leftOutOf(written));
    onClose();
  };
  const copy = () =>
    run(async (writing) => {
      const isCopied = await copyText(writing.then((written) => written?.text));
      const written = await writing;
      if (isCopied && written) finish(written, "copied");
    }, request);
  const download = () =>
    run(async (writing) => {
      const written = await writing;
      if (!written) return;
      downloadText(written.text, fileName);
      finish(written, `in ${fileName}`);
    }, request);
  const isNothing = scoped.length === hidden.length;
  const footer = (
    <>
      <Button onPress={onClose} className="hidden column:inline-flex">
        Cancel
      </Button>
      <Button isDisabled={isNothing || isPending} onPress={() => void copy()}>
        <Copy aria-hidden />
        Copy
      </Button>
      <Button variant="primary" isDisabled={isNothing} isPending={isPending} onPress={() => void download()}>
        <Download aria-hidden />
        Download
      </Button>
    </>
  );
  return (
    <Dialog title={`Export ${place.environment}`} isOpen onClose={onClose} footer={footer} size="lg">
      <div className="space-y-4">
        <FormatChoice
          value={format}
          onChange={(next) => {
            setFormat(next);
            setRestOnly(false);
            forget();
          }}
        />
        {selectedKeys.length > 0 ? (
          <ChoiceRow<"all" | "selected">
            legend="Which"
            name="export-scope"
            options={[
              { value: "all", label: `All ${variables.length.toLocaleString("en")}` },
              { value: "selected", label: `${selectedKeys.length.toLocaleString("en")} selected` },
            ]}
            value={scope}
            onChange={setScope}
          />
        ) : null}
        <Consequences fileName={fileName} count={scoped.length - hidden.length} hidden={hidden} />
        <Refusals refusals={refusals} isRestOnly={isRestOnly} onRestOnly={setRestOnly} />
        {problem ? (
          <p role="alert" className="text-danger-text wrap-anywhere">
            {problem}
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}

function leftOutOf({ restricted, leftOut }: WrittenExport): string | undefined {
  const parts = [
    restricted.length > 0 ? `Restricted and left out: ${listed(restricted)}.` : "",
    leftOut.length > 0 ? `Left out as asked: ${listed(leftOut)}.` : "",
  ];
  return parts.filter(Boolean).join(" ") || undefined;
}

function FormatChoice({ value, onChange }: { value: FormatId; onChange(format: FormatId): void }) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-xs font-medium">Format</legend>
      <div className="grid gap-1.5 column:grid-cols-2">
        {formatChoices.map(({ id, label, use }) => (
          <label
            key={id}
            className="flex min-h-11 cursor-pointer items-center gap-3 rounded-lg border border-border px-3 py-1.5 has-checked:border-accent has-checked:bg-accent/8 has-focus-visible:outline-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="export-format"
              className="shrink-0 accent-accent outline-none"
              checked={value === id}
              onChange={() => onChange(id)}
            />
            <span className="min-w-0">
              <span className="block text-sm font-medium">{label}</span>
              <span className="block text-xs text-pretty text-muted">{use}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Consequences({ fileName, count, hidden }: { fileName: string; count: number; hidden: readonly string[] }) {
  return (
    <ul className="space-y-1.5 text-xs text-muted">
      <li className="flex items-start gap-2">
        <ScrollText aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span className="wrap-anywhere">
          {plural(count, "value")} in the clear, as <code className="text-foreground">{fileName}</code>. The audit log
          records who took which out; keep the file out of version control.
        </span>
      </li>
      {hidden.length > 0 ? (
        <li className="flex items-start gap-2">
          <FileLock2 aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span className="wrap-anywhere">
            {listed(hidden)} {hidden.length === 1 ? "is" : "are"} restricted and left out, with what refers to{" "}
            {hidden.length === 1 ? "it" : "them"}.
          </span>
        </li>
      ) : null}
    </ul>
  );
}

interface RefusalsProps {
  refusals: readonly Refusal[];
  isRestOnly: boolean;
  onRestOnly(isRestOnly: boolean): void;
}

/** What the format cannot hold, each with the reason. */
function Refusals({ refusals, isRestOnly, onRestOnly }: RefusalsProps) {
  if (refusals.length === 0) return null;
  return (
    <div role="alert" className="space-y-2 rounded-lg border border-warning/45 bg-warning/10 p-3">
      <p>
        This format cannot hold {plural(refusals.length, "value")}. Choose another one, or leave{" "}
        {refusals.length === 1 ? "it" : "them"} out.
      </p>
      <ul className="max-h-40 space-y-1 overflow-y-auto text-xs">
        {refusals.map(({ key, reason }) => (
          <li key={`${key}:${reason}`} className="wrap-anywhere">
            <span className="font-mono font-medium">{key}</span> <span className="text-muted">{reason}</span>
          </li>
        ))}
      </ul>
      <label className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={isRestOnly}
          onChange={({ target }) => onRestOnly(target.checked)}
        />
        Leave {refusals.length === 1 ? "it" : "them"} out
      </label>
    </div>
  );
}
