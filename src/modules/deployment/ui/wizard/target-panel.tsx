"use client";
import { generatedCommands } from "../offers/build-settings";
import { BuildSettingsDisclosure } from "../offers/build-settings-disclosure";
import { TargetStep } from "./target-step";
import type { WizardState } from "./use-wizard";

/** The target of a generated app, with the settings of its build. */
export function TargetPanel({ wizard }: { wizard: WizardState }) {
  const { choices, targets, aim, build, setBuild } = wizard;
  return (
    <TargetStep targets={targets} framework={choices.valid.framework} onChange={aim}>
      <BuildSettingsDisclosure
        initial={build.settings}
        detected={generatedCommands(choices.valid.packageManager)}
        onChange={setBuild}
      />
    </TargetStep>
  );
}
