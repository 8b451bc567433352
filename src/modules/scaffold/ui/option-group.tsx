"use client";
import { memo } from "react";
import type { CatalogGroup } from "../options";
import type { ConfigField, OptionState } from "../rules";
import type { RuleViolation } from "../schema";
import { AccessLine } from "./access-line";
import { accessOf, sharedAccess } from "./option-access";
import { OptionCard, Reason } from "./option-card";

interface OptionGroupProps {
  group: CatalogGroup;
  states: OptionState[];
  onChoose(field: ConfigField, value: string): void;
  onFix(violation: RuleViolation): void;
}

/** The id of a group's fieldset, to go there. */
export function groupId(field: string): string {
  return `choices-${field}`;
}

/** One question of the stack and its answers. What holds for all of them is said once. Drawn again only when they change. */
export const OptionGroup = memo(function OptionGroup({ group, states, onChoose, onFix }: OptionGroupProps) {
  const shared = sharedAccess(group);
  const closed = closedBy(states);
  return (
    <fieldset id={groupId(group.field)} className="scroll-mt-32 bar:scroll-mt-28">
      <legend className="mb-2 flex w-full flex-wrap items-baseline gap-x-2">
        <span className="text-sm font-medium">{group.label}</span>
        <span className="text-xs text-muted">{group.description}</span>
        {shared && !closed ? <AccessLine access={shared} /> : null}
      </legend>
      {closed ? (
        <Reason violation={closed} isOff onFix={onFix} />
      ) : (
        <div className="grid grid-cols-[repeat(auto-fill,minmax(min(12.5rem,100%),1fr))] gap-2">
          {group.options.map((option) => (
            <OptionCard
              key={option.value}
              group={group}
              option={option}
              access={shared ? undefined : accessOf(option)}
              state={states.find(({ value }) => value === option.value)}
              onChoose={(value) => onChoose(group.field, value)}
              onFix={onFix}
            />
          ))}
        </div>
      )}
    </fieldset>
  );
});

/** The one rule that closes every option of a group: the reason is shown instead of options that are all off. */
function closedBy(states: OptionState[]): RuleViolation | undefined {
  const [first] = states;
  const isSame = states.every(({ selected, disabled }) => !selected && disabled && disabled.id === first?.disabled?.id);
  return isSame ? first?.disabled : undefined;
}
