import { Fragment } from "react";

/** The name of a variable, which breaks after an underscore where it has to break at all. */
export function VariableName({ name }: { name: string }) {
  return name.split(/(?<=_)(?=[^_])/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one name never move
    <Fragment key={index}>
      {index > 0 ? <wbr /> : null}
      {part}
    </Fragment>
  ));
}
