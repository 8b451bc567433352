import { useEffect, useState } from "react";
import { useModule } from "@/ui/use-module";
import type { Visibility } from "../../schema";
import type { Finding } from "../drafts/draft-checks";
import type { TableRow } from "../drafts/table-rows";
import { guessVisibility } from "../transfer/guess-visibility";
import type { TypedRow } from "../variables/table-actions";

const loadChecks = () => import("../drafts/draft-checks");

/** A value is judged once the typing rests, not at its first letter. */
const restMs = 500;

/** What is typed into an open row, until it is kept as a draft. */
export function useTyping({
  row,
  environment,
  taken,
}: {
  row: TableRow;
  environment: string;
  taken: ReadonlySet<string>;
}) {
  const { draft, stored } = row;
  const [typed, setTyped] = useState<TypedRow>(() => ({
    key: row.key,
    value: draft?.edit?.value ?? (draft?.edit ? "" : (stored?.value ?? "")),
    isReference: draft?.edit?.isReference ?? stored?.isReference ?? false,
    visibility: draft?.visibility ?? stored?.visibility ?? "masked",
  }));
  const [isTouched, setTouched] = useState(false);
  const [isChosen, setChosen] = useState(false);
  const finding = useFinding(row, typed, { environment, taken, isTouched });
  useEffect(() => {
    if (!isTouched) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isTouched]);
  return {
    typed,
    isTouched,
    finding,
    change(patch: Partial<TypedRow>) {
      if (patch.visibility !== undefined) setChosen(true);
      const isGuessed = stored === undefined && !isChosen && draft?.visibility === "masked";
      setTyped((before) => {
        const after = { ...before, ...patch };
        return isGuessed && patch.visibility === undefined
          ? { ...after, visibility: guessVisibility(after.key, after.value ?? "") }
          : after;
      });
      setTouched(true);
    },
  };
}

function useFinding(
  row: TableRow,
  typed: TypedRow,
  at: { environment: string; taken: ReadonlySet<string>; isTouched: boolean },
): Finding | undefined {
  const { module: checks } = useModule(loadChecks);
  const { environment, taken, isTouched } = at;
  const [rested, setRested] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setRested(typed), restMs);
    return () => clearTimeout(timer);
  }, [typed]);
  if (!isTouched || !checks) return undefined;
  const { draft, stored, id } = row;
  const { key, value = "", isReference } = rested;
  if (stored === undefined && key !== "") {
    const message = checks.findNameFault(key, id, taken);
    if (message) return { level: "refused", message };
  }
  const metadata = { ...stored, ...draft?.metadata };
  return checks.checkValue({ key, value, isReference, metadata, environment });
}

export const visibilityLabels: Record<Visibility, string> = {
  plain: "Plain",
  masked: "Masked",
  restricted: "Restricted",
};
