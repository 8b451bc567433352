import * as z from "zod";
import { EnvironmentRef, PlainText, Saving, VariableKey, VariableMetadata, VariableValue } from "../schema";

export const TemplateCategory = z.enum([
  "framework",
  "database",
  "auth",
  "ai",
  "storage",
  "mail",
  "payments",
  "monitoring",
  "runtime",
  "own",
]);
export type TemplateCategory = z.infer<typeof TemplateCategory>;

/** One variable of a template: what is asked for. Only a plain one may bring a value. */
export const TemplateVariable = VariableMetadata.extend({
  key: VariableKey,
  /** Berth makes it when none is given. */
  isGenerated: z.boolean().default(false),
  value: VariableValue.optional(),
}).refine(
  ({ value, visibility }) => value === undefined || visibility === "plain",
  "Only a plain variable has a value.",
);
export type TemplateVariable = z.infer<typeof TemplateVariable>;

export const Template = z.object({
  id: z.string(),
  name: z.string(),
  category: TemplateCategory,
  description: z.string(),
  variables: z.array(TemplateVariable),
});
export type Template = z.infer<typeof Template>;

/** A template in the list; `useCount` counts how often this organization applied it. */
export const ListedTemplate = Template.extend({ isOfficial: z.boolean(), useCount: z.number() });
export type ListedTemplate = z.infer<typeof ListedTemplate>;

export const ListTemplates = z.strictObject({
  search: PlainText.max(200).optional(),
  category: TemplateCategory.optional(),
});

const TemplateId = z.string().min(1).max(100);

/** `values` answers what the template asks for, by name; empty text is a value. */
export const ApplyTemplate = EnvironmentRef.extend(Saving.shape).extend({
  templateId: TemplateId,
  values: z
    .record(VariableKey, VariableValue)
    .refine((values) => Object.keys(values).length <= 1_000, "Give at most 1,000 values at once.")
    .default({}),
});

export const SaveTemplate = EnvironmentRef.extend({
  name: PlainText.trim().min(1, "Give the template a name.").max(80),
  category: TemplateCategory.default("own"),
  description: PlainText.max(500).default(""),
  /** All variables of the environment when left out. */
  keys: z.array(VariableKey).min(1).max(1_000).optional(),
});

export const RemoveTemplate = z.strictObject({ templateId: TemplateId });
