"use client";
import { useState } from "react";
import { Field } from "@/ui/field";
import { DeploySettings } from "../../schema";
import { changedSettings, type EnteredSettings, type SettingField, settingFields, textsOf } from "./build-settings";

export interface BuildSettingsProps {
  /** As they are set now. */
  initial: DeploySettings;
  /** What the files say. */
  detected: DeploySettings;
  onChange(entered: EnteredSettings): void;
}

const labels: Record<SettingField, string> = {
  rootDirectory: "Root folder",
  installCommand: "Install command",
  buildCommand: "Build command",
  startCommand: "Start command",
};

const help: Partial<Record<SettingField, string>> = {
  rootDirectory: "The app's folder inside the project, such as apps/web. Empty: the project itself.",
  startCommand: "Not used on Vercel, which starts the app itself.",
};

/** Root folder, install, build and start command; what is left empty is as the files say. */
export function BuildSettingsFields({ initial, detected, onChange }: BuildSettingsProps) {
  const [texts, setTexts] = useState(() => textsOf(initial, detected));
  const { error } = DeploySettings.safeParse(changedSettings(texts, detected));
  const change = (field: SettingField, text: string) => {
    const next = { ...texts, [field]: text };
    setTexts(next);
    const settings = changedSettings(next, detected);
    onChange({ settings, isValid: DeploySettings.safeParse(settings).success });
  };
  return (
    <div className="grid gap-4 column:grid-cols-2">
      {settingFields.map((field) => (
        <Field
          key={field}
          label={labels[field]}
          value={texts[field]}
          onValueChange={(text) => change(field, text)}
          placeholder={detected[field] ?? (field === "rootDirectory" ? "" : "as the files say")}
          description={help[field]}
          error={error?.issues.find(({ path }) => path[0] === field)?.message}
          maxLength={1_000}
          inputClassName="font-mono"
          autoCapitalize="none"
        />
      ))}
    </div>
  );
}
