const width = 96;
const height = 28;

/** The last values as a line; the number beside it says the same in words. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const top = Math.max(...values, 0);
  const bottom = Math.min(...values, top);
  const span = top - bottom || 1;
  const step = width / Math.max(1, values.length - 1);
  const points = values.map((value, index) => {
    const y = height - 2 - ((value - bottom) / span) * (height - 4);
    return `${(index * step).toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg aria-hidden="true" viewBox={`0 0 ${width} ${height}`} className="h-7 w-24 shrink-0 text-accent">
      {values.length > 1 ? (
        <polyline points={points.join(" ")} fill="none" stroke="currentColor" strokeWidth="1.5" />
      ) : null}
    </svg>
  );
}
