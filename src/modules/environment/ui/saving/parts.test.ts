import { expect, it } from "vitest";
import { inParts } from "./parts";

const names = (count: number) => Array.from({ length: count }, (_, index) => `K${index}`);

it("sends a change of a usual size, and an empty one, as one save", () => {
  expect(inParts({ variables: {}, unset: [] })).toEqual([{ variables: {}, unset: [] }]);
  expect(inParts({ variables: { A: { value: "a", isReference: false } }, unset: ["B"] })).toHaveLength(1);
});

it("sends no part over a thousand, and every name once", () => {
  const variables = Object.fromEntries(names(1_001).map((key) => [key, { value: key, isReference: false }]));
  const parts = inParts({ variables, unset: names(2_500) });
  expect(parts.map((part) => [Object.keys(part.variables).length, part.unset.length])).toEqual([
    [1_000, 1_000],
    [1, 1_000],
    [0, 500],
  ]);
  expect(Object.assign({}, ...parts.map((part) => part.variables))).toEqual(variables);
  expect(parts.flatMap(({ unset }) => unset)).toEqual(names(2_500));
});
