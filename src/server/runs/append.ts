import { type SQL, sql } from "drizzle-orm";
import { type Db, queryRows } from "../db";
import { createRedactor, redactJson } from "../redact";
import type { EventInput } from "./run-kind";

export const runChannel = "berth_run";
const longestLine = 8_000;

/**
 * Stores events under the next numbers of the run, in one statement: the counter on the run row is taken and the rows
 * are written together, so the order of commits is the order of numbers, without gaps. Returns the last number, or
 * undefined when the run is not there or `condition` does not hold (a newer fence).
 */
export async function appendRows(
  db: Db,
  runId: string,
  events: readonly EventInput[],
  condition: SQL = sql`true`,
): Promise<number | undefined> {
  // One jsonb parameter: PGlite breaks on statements with tens of thousands of binds.
  const batch = JSON.stringify(events.map(storable));
  const [row] = await queryRows<{ last: number }>(
    db,
    sql`with counter as (
          update run set last_seq = last_seq + ${events.length}::int
          where id = ${runId} and ${condition} returning last_seq, fence
        ), stored as (
          insert into run_event (run_id, seq, at, kind, fence, data)
          select ${runId}, counter.last_seq - ${events.length}::int + item.position::int, clock_timestamp(),
                 item.event ->> 'kind', counter.fence, item.event - 'kind'
          from counter, jsonb_array_elements(${batch}::text::jsonb) with ordinality as item(event, position)
          returning seq
        )
        select max(seq) as last, pg_notify(${runChannel}, ${runId} || ' ' || max(seq)) from stored having count(*) > 0`,
  );
  return row?.last;
}

/** Events with these values hidden in every text. */
export function redactEvents(events: readonly EventInput[], secrets: Iterable<string>): EventInput[] {
  const redact = createRedactor(secrets);
  return events.map((event) => redactJson(event, redact));
}

/** jsonb takes neither NUL nor half a surrogate pair, and a line without end would fill memory and page. */
function storable(event: EventInput): EventInput {
  const clean = redactJson(event, (text) => text.replaceAll("\0", "\uFFFD").toWellFormed());
  if (!clean.line || clean.line.length <= longestLine) return clean;
  const cut = clean.line.length - longestLine;
  return { ...clean, line: `${clean.line.slice(0, longestLine).toWellFormed()} [${cut} more characters]` };
}
