"use client";
import { Download, Upload } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/ui/button";
import type { VariableSummary } from "../../schema";
import type { EnvironmentPlace } from "../place";

const ImportDialog = dynamic(() => import("./import-dialog").then((part) => part.ImportDialog), { ssr: false });
const ExportDialog = dynamic(() => import("./export-dialog").then((part) => part.ExportDialog), { ssr: false });

interface TransferActionsProps {
  place: EnvironmentPlace;
  variables: readonly VariableSummary[];
  snapshotId: string | null;
  /** What is selected in the table. */
  selectedKeys: readonly string[];
}

/** The ways of values into an environment and out of it. */
export function TransferActions({ place, variables, snapshotId, selectedKeys }: TransferActionsProps) {
  const [open, setOpen] = useState<"import" | "export">();
  const close = () => setOpen(undefined);
  return (
    <>
      <Button onPress={() => setOpen("import")}>
        <Upload aria-hidden />
        Import
      </Button>
      {variables.length > 0 ? (
        <Button onPress={() => setOpen("export")}>
          <Download aria-hidden />
          Export
        </Button>
      ) : null}
      {open === "import" ? (
        <ImportDialog place={place} variables={variables} snapshotId={snapshotId} onClose={close} />
      ) : null}
      {open === "export" ? (
        <ExportDialog place={place} variables={variables} selectedKeys={selectedKeys} onClose={close} />
      ) : null}
    </>
  );
}
