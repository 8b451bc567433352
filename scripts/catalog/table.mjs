/** Every proposed change with its verdict, as text. */
export function renderTable(proposals) {
  const rows = proposals.flatMap((proposal) =>
    proposal.changes.map(({ name, from, to }) => [name, from, to, verdictOf(proposal)]),
  );
  const head = ["Package", "From", "To", ""];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (row) => row.map((text, column) => (column < 3 ? text.padEnd(widths[column]) : text)).join("  ");
  return [head, ...rows].map((row) => line(row).trimEnd()).join("\n");
}

function verdictOf({ isAccepted, reason }) {
  if (isAccepted) return "accepted";
  return reason === undefined ? "proposed" : `not accepted. ${reason}`;
}
