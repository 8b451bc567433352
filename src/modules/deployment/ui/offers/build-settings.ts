import type { DeploySettings as Settings } from "../../schema";

export const settingFields = ["rootDirectory", "installCommand", "buildCommand", "startCommand"] as const;
export type SettingField = (typeof settingFields)[number];
export type SettingTexts = Record<SettingField, string>;

/** What was entered. What is not valid is kept as well, so that it can be put right after another step. */
export interface EnteredSettings {
  settings: Settings;
  isValid: boolean;
}

/** What a form begins with: what was set, else what was found in the files. */
export function textsOf(set: Settings, detected: Settings): SettingTexts {
  const text = (field: SettingField) => set[field] ?? detected[field] ?? "";
  return {
    rootDirectory: text("rootDirectory"),
    installCommand: text("installCommand"),
    buildCommand: text("buildCommand"),
    startCommand: text("startCommand"),
  };
}

/** What differs from what was found: the rest stays as the files say, also when they change. */
export function changedSettings(texts: SettingTexts, detected: Settings): Settings {
  const set = settingFields
    .map((field) => [field, texts[field].trim()] as const)
    .filter(([field, text]) => text !== "" && text !== detected[field]);
  return Object.fromEntries(set);
}

/** How a project that Berth generates is installed, built and started. */
export function generatedCommands(packageManager: "npm" | "pnpm"): Settings {
  const installCommand = packageManager === "pnpm" ? "pnpm install --frozen-lockfile" : "npm ci";
  return { installCommand, buildCommand: `${packageManager} run build`, startCommand: `${packageManager} run start` };
}
