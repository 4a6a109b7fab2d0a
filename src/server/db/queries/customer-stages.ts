import "server-only";
import { type SQL, sql } from "drizzle-orm";

/** One way to match a search; a page is filled from the stages in turn, each read in the order of one index. */
export interface Stage {
  name: string;
  match: SQL;
  order: StageOrder;
}

/** How a stage is ordered before the id: by nothing, or by a key whose operators its index knows. */
export type StageOrder = { key: SQL; atLeast: SQL; beyond: SQL; direction: SQL } | null;

export interface CustomerSearch {
  query: string;
  sort: "name" | "-name" | "member_number" | "-member_number";
}

const lastName = sql`lower(c.last_name)`;
const firstName = sql`lower(c.first_name)`;

/** The bytewise order of the text_pattern_ops indexes, whatever the database's collation. */
function byName(key: SQL, descending: boolean): StageOrder {
  return descending
    ? { key, atLeast: sql`~<=~`, beyond: sql`~<~`, direction: sql`using ~>~` }
    : { key, atLeast: sql`~>=~`, beyond: sql`~>~`, direction: sql`using ~<~` };
}

function byMemberNumber(descending: boolean): StageOrder {
  const key = sql`c.member_number`;
  return descending
    ? { key, atLeast: sql`<=`, beyond: sql`<`, direction: sql`desc` }
    : { key, atLeast: sql`>=`, beyond: sql`>`, direction: sql`asc` };
}

/** The stages of a search, in the order that their matches are shown. */
export function stagesOf({ query, sort }: CustomerSearch): Stage[] {
  const descending = sort.startsWith("-");
  if (query === "") return browse(sort, descending);
  const exact: Stage = { name: "exact", match: exactly(query), order: null };
  return isIdentifier(query) ? [exact] : [exact, ...named(query, descending)];
}

function browse(sort: CustomerSearch["sort"], descending: boolean): Stage[] {
  const order = sort.endsWith("name") ? byName(lastName, descending) : byMemberNumber(descending);
  const key = order?.key ?? lastName;
  return [
    { name: "with", match: sql`${key} is not null`, order },
    { name: "without", match: sql`${key} is null`, order: null },
  ];
}

/** Nobody's name: an e-mail address, an id, or digits. */
function isIdentifier(query: string): boolean {
  return query.includes("@") || query.startsWith("cus_") || /^[+(]?\d[\d\s().-]*$/.test(query);
}

/** Ids by every unique or indexed identifier; each is one probe of its own index. */
function exactly(query: string): SQL {
  const digits = query.replace(/\D/g, "");
  const memberNumber = query.replace(/[\s-]/g, "").toUpperCase();
  const probes = [
    sql`select ${query}::text`,
    sql`select id from customers where external_id = ${query}`,
    sql`select id from customers where member_number = ${memberNumber}`,
  ];
  if (query.includes("@"))
    probes.push(sql`select id from customers where lower(email) = lower(${query}::text)`);
  if (digits.length >= 6) probes.push(sql`select id from customers where phone = ${`+${digits}`}`);
  return sql`c.id = any(array(${sql.join(probes, sql` union `)}))`;
}

/** A range instead of LIKE: a prepared statement keeps using the index, and no character of the term means anything. */
function startsWith(key: SQL, prefix: string): SQL {
  return sql`(${key} ~>=~ lower(${prefix}::text) and ${key} ~<~ (lower(${prefix}::text) || chr(1114111)))`;
}

/** Each way to read the words as names: as one last name, as one first name, then as both. */
function named(query: string, descending: boolean): Stage[] {
  const words = query.split(/\s+/);
  const whole = words.join(" ");
  const stages: Stage[] = [
    { name: "last", match: startsWith(lastName, whole), order: byName(lastName, descending) },
    { name: "first", match: startsWith(firstName, whole), order: byName(firstName, descending) },
  ];
  for (let cut = 1; cut < Math.min(words.length, 4); cut++) {
    const [before, behind] = [words.slice(0, cut).join(" "), words.slice(cut).join(" ")];
    const both = (first: string, last: string) =>
      sql`${startsWith(firstName, first)} and ${startsWith(lastName, last)}`;
    stages.push(
      { name: `first_last_${cut}`, match: both(before, behind), order: byName(lastName, descending) },
      { name: `last_first_${cut}`, match: both(behind, before), order: byName(lastName, descending) },
    );
  }
  return stages;
}
