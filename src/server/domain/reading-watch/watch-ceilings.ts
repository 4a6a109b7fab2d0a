import "server-only";
import type { ReadingFound } from "../../../contracts/message-kinds";
import {
  type CountedReading,
  countNextReading,
  noteReadingAlert,
  suspendToken,
} from "../../db/queries/reading-watch";
import { recordEvent } from "../audit/record-event";
import type { ServiceContext } from "../context";
import { eachDue } from "../message/each-due";
import { tellOfReading } from "./tell-of-reading";

/**
 * Counts, behind the reads, how many distinct customers each token has read this UTC day: at half of its signed ceiling it
 * tells of it, once a day, and above it it suspends the token. Guarantee: from that commit on no read, list or look-up
 * succeeds on any instance (rule 10); what was read before the count came is read. A day that has passed is counted to its end.
 */
export async function watchCeilings(context: ServiceContext): Promise<number> {
  return eachDue(context, async (inside) => {
    const reading = await countNextReading(inside.db);
    if (!reading) return 0;
    if (reading.distinct > reading.ceiling) await suspend(inside, reading);
    else if (reading.distinct * 2 >= reading.ceiling) await warn(inside, reading);
    return 1;
  });
}

async function suspend(context: ServiceContext, reading: CountedReading): Promise<void> {
  if (!(await suspendToken(context.db, reading))) return;
  const { tokenId, day, distinct, ceiling } = reading;
  await recordEvent(context, {
    action: "token.suspended",
    tokenId,
    details: { day, distinct_customers: distinct, ceiling },
  });
  await tellOfReading(context, "token_suspended", tokenId, found("ceiling", reading));
}

async function warn(context: ServiceContext, reading: CountedReading): Promise<void> {
  const { tokenId: subjectId, day } = reading;
  if (!(await noteReadingAlert(context.db, { subjectId, kind: "many", day }))) return;
  await tellOfReading(context, "token_reads_many", subjectId, found("many", reading));
}

const found = (
  what: "ceiling" | "many",
  { distinct: customers, ceiling: against, day, passed }: CountedReading,
): ReadingFound => ({ what, customers, against, ...(passed && { day }) });
