"use client";
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Kbd } from "@/ui/kbd";
import { Visibility } from "../../schema";
import type { TableRow } from "../drafts/table-rows";
import { OfferedTest } from "../live-test/offered-test";
import type { EnvironmentPlace } from "../place";
import { Choice } from "../variables/choice";
import { FindingLine } from "../variables/finding-line";
import type { Flush, TableActions } from "../variables/table-actions";
import { GeneratePopover } from "./generate-popover";
import { TypedField } from "./typed-field";
import { useLeaving } from "./use-leaving";
import { useTyping, visibilityLabels } from "./use-typing";

interface EditRowProps {
  row: TableRow;
  place: EnvironmentPlace;
  taken: ReadonlySet<string>;
  actions: TableActions;
  flush: Flush;
}

/** The cells of an open row: its name when it is new, and its value. Leaving it keeps what was typed as a draft. */
export function EditRow({ row, place, taken, actions, flush }: EditRowProps) {
  const { typed, isTouched, finding, change } = useTyping({ row, environment: place.environment, taken });
  const helpId = useId();
  const isNew = row.draft?.isNew === true;
  const isClosed = useRef(false);
  const close = (isKept: boolean, isFocusKept: boolean) => {
    if (isClosed.current) return;
    isClosed.current = true;
    actions.commit(row, isKept && (isTouched || isNew) ? typed : undefined, isFocusKept);
  };
  const part = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Newer browsers answer with a promise, which must not be taken for a clean-up.
    part.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const box = {
    onBlur: useLeaving(() => close(true, false), flush),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) {
        event.preventDefault();
        event.stopPropagation();
        close(false, true);
      }
      // Who typed a value is done with Tab; who did not is on the way to the tools beside it.
      const isTyped = isTouched && !isNew && event.target instanceof HTMLTextAreaElement;
      if (event.key === "Tab" && !event.shiftKey && isTyped) {
        event.preventDefault();
        close(true, true);
      }
      if (event.key.toLowerCase() === "s" && (event.metaKey || event.ctrlKey)) close(true, true);
    },
  };
  const metadata = { ...row.stored, ...row.draft?.metadata };
  const isUnsaved = isTouched || row.draft !== undefined;
  const canTest = isUnsaved ? Boolean(typed.value) && !typed.isReference : row.stored !== undefined;
  return (
    <div
      ref={part}
      {...box}
      className="grid min-w-0 flex-1 scroll-mt-36 scroll-mb-24 gap-3 py-1.5 @2xl:grid-cols-[minmax(0,16rem)_minmax(0,1fr)]"
    >
      {isNew ? (
        <NameField
          value={typed.key}
          isFocused={row.key === ""}
          onValueChange={(key) => change({ key })}
          onPaste={(text) => actions.paste(row, text)}
          onConfirm={() => part.current?.querySelector("textarea")?.focus()}
        />
      ) : (
        <p className="min-w-0 py-2 font-mono text-xs font-medium break-all">{row.key}</p>
      )}
      <div className="min-w-0 space-y-2">
        <TypedField
          name={typed.key}
          type={metadata.type ?? "string"}
          options={metadata.options ?? null}
          placeholder={placeholderOf(row)}
          value={typed.value ?? ""}
          onValueChange={(value) =>
            change({ value, ...(isNew && !typed.isReference ? { isReference: isReferenceText(value) } : {}) })
          }
          isInvalid={finding !== undefined && finding.level !== "warns"}
          helpId={helpId}
          onConfirm={() => close(true, true)}
          isFocused={!isNew || row.key !== ""}
        />
        <div id={helpId} aria-live="polite" className="min-h-5">
          {finding ? <FindingLine finding={finding} /> : <Hint row={row} value={typed.value ?? ""} />}
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <GeneratePopover
            name={typed.key}
            onGenerate={(value) => change({ value, isReference: false })}
            onAddPublic={actions.addBeside}
          />
          <ReferenceSwitch isOn={typed.isReference} onChange={(isReference) => change({ isReference })} />
          {canTest ? (
            <OfferedTest
              place={place}
              variableKey={typed.key}
              rule={metadata.rule ?? undefined}
              value={isUnsaved ? typed.value : undefined}
            />
          ) : null}
          {isNew ? (
            <Choice
              label="Visibility"
              isLabelHidden
              className="w-32"
              options={Visibility.options.map((value) => ({ value, label: visibilityLabels[value] }))}
              value={typed.visibility}
              onChange={(visibility) => change({ visibility })}
            />
          ) : null}
          <span className="ml-auto flex gap-2">
            <Button size="sm" variant="ghost" onPress={() => close(false, true)}>
              Cancel
            </Button>
            <Button size="sm" variant="tertiary" onPress={() => close(true, true)}>
              Keep
            </Button>
          </span>
        </div>
      </div>
    </div>
  );
}

function isReferenceText(value: string): boolean {
  return /\$\{\{[^{}]+\}\}/.test(value);
}

function placeholderOf({ stored, draft }: TableRow): string | undefined {
  const example = draft?.metadata.example ?? stored?.example ?? undefined;
  if (example) return example;
  if (stored && stored.visibility !== "plain") return "Enter the new value";
  return draft?.isNew ? "Value" : undefined;
}

function Hint({ row, value }: { row: TableRow; value: string }) {
  const hasLines = value.includes("\n") || row.stored?.type === "json" || row.stored?.type === "multiline";
  return (
    <p className="hidden text-xs text-muted @2xl:pointer-fine:block">
      {hasLines ? <Kbd>Ctrl</Kbd> : null} <Kbd>Enter</Kbd> keeps it, <Kbd>Esc</Kbd> cancels
      {hasLines ? null : (
        <>
          , <Kbd>Shift</Kbd> <Kbd>Enter</Kbd> makes a new line
        </>
      )}
    </p>
  );
}

interface NameFieldProps {
  value: string;
  isFocused: boolean;
  onValueChange(value: string): void;
  onPaste(text: string): boolean;
  onConfirm(): void;
}

function NameField({ value, isFocused, onValueChange, onPaste, onConfirm }: NameFieldProps) {
  const id = useId();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the row opens
  useEffect(() => {
    if (isFocused) document.getElementById(id)?.focus({ preventScroll: true });
  }, [id]);
  return (
    <Field
      id={id}
      label="Name of the new variable"
      isLabelHidden
      value={value}
      onValueChange={(next) => onValueChange(next.trim())}
      placeholder="NAME"
      autoCapitalize="off"
      inputClassName="font-mono text-xs"
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "=") return;
        event.preventDefault();
        onConfirm();
      }}
      onPaste={(event) => {
        if (onPaste(event.clipboardData.getData("text"))) event.preventDefault();
      }}
    />
  );
}

function ReferenceSwitch({ isOn, onChange }: { isOn: boolean; onChange(isOn: boolean): void }) {
  return (
    <label
      className="flex min-h-8 cursor-pointer items-center gap-2 rounded-lg border border-border px-2.5 text-xs has-checked:border-accent has-checked:bg-accent/8 has-focus-visible:outline-2 has-focus-visible:outline-focus pointer-coarse:min-h-11"
      title={`Reads \${{KEY}}, \${{environment.KEY}} and \${{project.environment.KEY}} in the value`}
    >
      <input
        type="checkbox"
        className="accent-accent outline-none"
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
      />
      Reference
    </label>
  );
}
