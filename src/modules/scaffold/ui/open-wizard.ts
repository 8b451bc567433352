import {
  type CatalogGroup,
  catalogOptions,
  commandOf,
  encodeConfig,
  type OptionState,
  optionStates,
  resolveConfig,
} from "../pure";
import type { ConfigField } from "../rules";
import { ScaffoldConfig } from "../schema";
import { freeName, type Refused, readChoices } from "./wizard-query";

/** What the wizard shows before its own copy of the rules is loaded. */
export interface WizardStart {
  query: string;
  config: ScaffoldConfig;
  defaults: ScaffoldConfig;
  refused: Refused[];
  groups: readonly CatalogGroup[];
  states: Record<ConfigField, OptionState[]>;
  command: string;
  zipHref: string;
}

/**
 * The wizard as an address describes it; runs on the server, so that the page arrives complete.
 * Without a name in the address it suggests one that is not `taken`.
 */
export function openWizard(query: URLSearchParams, taken: readonly string[]): WizardStart {
  const defaults = ScaffoldConfig.parse({ name: freeName(taken) });
  const { config: read, refused } = readChoices(query, catalogOptions, defaults);
  const { config } = resolveConfig(read);
  return {
    query: query.toString(),
    config,
    defaults,
    refused,
    groups: catalogOptions,
    states: optionStates(config),
    command: commandOf(config),
    zipHref: `/api/scaffold.zip?config=${encodeConfig(config)}`,
  };
}
