/** Every proposed change with its verdict, as text. */
export function renderTable(proposals) {
  const rows = proposals.flatMap((proposal) =>
    proposal.changes.map(({ name, from, to }, index) => [name, from, to, verdictOf(proposal, index === 0)]),
  );
  const head = ["Package", "From", "To", ""];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (row) => row.map((text, column) => (column < 3 ? text.padEnd(widths[column]) : text)).join("  ");
  return [head, ...rows].map((row) => line(row).trimEnd()).join("\n");
}

/** The first of a group says why; the others went with it. */
function verdictOf({ isAccepted, reason }, isFirst) {
  if (isAccepted) return "accepted";
  if (reason === undefined) return "proposed";
  return isFirst ? `not accepted. ${reason}` : "not accepted";
}
