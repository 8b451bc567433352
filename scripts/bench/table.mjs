import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";

/** The machine the figures come from. */
export function describeMachine(node) {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    memoryGb: Number((totalmem() / 1e9).toFixed(1)),
    os: `${osName()} (${platform()} ${release()} ${arch()})`,
    node: execFileSync(node, ["--version"], { encoding: "utf8" }).trim(),
    loadAtStart: loadavg().map((value) => Number(value.toFixed(2))),
  };
}

function osName() {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? platform();
  } catch {
    return platform();
  }
}

/** A row with its verdict: met or not against its limit. */
export function judged(row) {
  const isMet = row.isMet ?? row.value <= row.limit;
  return { ...row, isMet, limitText: row.limitText ?? `<= ${row.limit} ${row.unit}` };
}

/** The table as text. */
export function renderTable(rows) {
  const cells = rows.map((row) => [
    row.figure,
    `${short(row.value)} ${row.unit}`,
    row.peer ? `${short(row.peer.value)} ${row.unit}` : "-",
    row.ratio === undefined ? "-" : `${row.ratio.toFixed(2)}x`,
    row.limitText,
    row.isMet ? "met" : "MISSED",
  ]);
  const head = ["Figure", "Berth", "Peer", "Ratio", "Target", ""];
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((cell) => cell[column].length)));
  const line = (cell) =>
    cell
      .map((text, column) => text.padEnd(widths[column]))
      .join("  ")
      .trimEnd();
  const notes = rows.map((row) => `  ${row.figure}${row.peer ? `, beside ${row.peer.name}` : ""}: ${row.note}`);
  return [
    line(head),
    line(widths.map((width) => "-".repeat(width))),
    ...cells.map(line),
    "",
    "Conditions",
    ...notes,
  ].join("\n");
}

function short(value) {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
