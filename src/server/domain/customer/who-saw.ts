import "server-only";
import type { CustomerRead, WhoSawInput } from "../../../contracts/customer-history";
import { readsOfCustomer } from "../../db/queries/customer-history";
import { type HistoryContext, noSuchCustomer, showCustomers } from "./show-customers";

interface Page {
  reads: CustomerRead[];
  nextCursor: string | null;
}

/**
 * A page of every read of one customer, newest first, for an access request (GDPR article 15); each look is on record, marked
 * where an emergency access opened it.
 */
export async function whoSaw(
  context: HistoryContext,
  { customerId, cursor, limit }: WhoSawInput,
): Promise<Page> {
  const page = await showCustomers<Page, HistoryContext>(context, {
    action: "customer.history_read",
    needs: ["audit.read"],
    read: async ({ db }) => {
      const found = await readsOfCustomer(db, { customerId, before: cursor ?? null, limit: limit + 1 });
      const reads = found.slice(0, limit);
      const nextCursor = found.length > limit ? (reads.at(-1)?.id ?? null) : null;
      return { answer: { reads, nextCursor }, customerIds: [customerId] };
    },
  });
  if (!page) throw noSuchCustomer();
  return page;
}

const exportPage = 500;

/**
 * Every read of one customer as the lines of a file, page by page, so that a long one holds no memory. Recorded by its
 * caller. `before` comes before each page, and breaks the export off by throwing.
 */
export async function* exportWhoSaw(
  { db }: HistoryContext,
  { customerId, format }: { customerId: string; format: "csv" | "json" },
  before?: () => Promise<void>,
): AsyncGenerator<string> {
  yield format === "csv" ? "at,what,who,token,from,fields,request\r\n" : "[";
  let cursor: string | null = null;
  let first = true;
  for (;;) {
    await before?.();
    const page = { customerId, before: cursor, limit: exportPage };
    const reads: CustomerRead[] = await readsOfCustomer(db, page);
    for (const read of reads) {
      yield format === "csv" ? csvLine(read) : `${first ? "" : ","}\n${JSON.stringify(read)}`;
      first = false;
    }
    cursor = reads.at(-1)?.id ?? null;
    if (reads.length < exportPage) break;
  }
  if (format === "json") yield "\n]\n";
}

function csvLine({ at, action, who, reference, clientIp, fields, requestId }: CustomerRead): string {
  const cells = [at.toISOString(), action, who, reference, clientIp, fields.join(" "), requestId];
  return `${cells.map((one) => cell(one ?? "")).join(",")}\r\n`;
}

/** RFC 4180; what a spreadsheet would take for a formula begins with an apostrophe. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
