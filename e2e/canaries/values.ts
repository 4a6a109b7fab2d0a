import { readFileSync } from "node:fs";
import type { Sql } from "postgres";
import type { Part } from "./answers";
import { type PlantedHere, plantedFile, plantedPassword } from "./planted";

export type Kind = "secret" | "code" | "link" | "cookie" | "password" | "customer";

export const planted = (): PlantedHere => JSON.parse(readFileSync(plantedFile, "utf8"));

const inMail = /#code=(?<code>[0-9A-Z]{10})\b|\/[a-z-]+#[\w-]+\.(?<link>[\w-]{40,})/g;

function inMails(text: string): Array<[string, Kind]> {
  return [...text.matchAll(inMail)].map(({ groups: { code, link } = {} }) =>
    code ? [code, "code"] : [link ?? "", "link"],
  );
}

const each = (text: string, pattern: RegExp, kind: Kind) =>
  [...text.matchAll(pattern)].map((match): [string, Kind] => [match[1] ?? "", kind]);

/** What must stay where it belongs: what was planted, and each of its kind that the journeys had the application make. */
export async function valuesOf(parts: readonly Part[], sql: Sql): Promise<Map<string, Kind>> {
  const customers = await sql<{ email: string | null; phone: string | null }[]>`
    select email, phone from customers`;
  const { secret, code, email, phone } = planted();
  return new Map<string, Kind>([
    ...customers
      .flatMap((one) => [one.email, one.phone])
      .flatMap((one): Array<[string, Kind]> => (one ? [[one, "customer"]] : [])),
    ...parts.flatMap(({ of, head, body }) => [
      ...(of === "securityTokens.display" ? each(body.toString(), /"(cs_live_\w+)"/g, "secret") : []),
      ...(of === "mailbox.get" ? inMails(body.toString()) : []),
      ...each(head.join("\n"), /countersign\.session=([^;,\s]{40,})/g, "cookie"),
    ]),
    [secret, "secret"],
    [code, "code"],
    [email, "customer"],
    [phone, "customer"],
    [plantedPassword, "password"],
  ]);
}
