import { type APIRequestContext, expect } from "@playwright/test";
import type { Sql } from "postgres";

export interface OwnMail {
  /** What a code belongs to: a request and the person who is to decide it. */
  owner: string;
  subject: string;
  text: string;
}

const atOnce = 10;

/** Every mail of this run that can still be shown, as it would be sent. */
export async function allMails(sql: Sql, request: APIRequestContext, origin: string): Promise<OwnMail[]> {
  const rows = await sql<{ id: string; owner: string }[]>`
    select id, concat_ws('/', access_request_id, recipient_id) as owner from messages`;
  const mails: OwnMail[] = [];
  for (let at = 0; at < rows.length; at += atOnce) {
    const some = rows.slice(at, at + atOnce);
    const path = `/api/trpc/${some.map(() => "mailbox.get").join(",")}?batch=1`;
    const data = Object.fromEntries(some.map(({ id }, index) => [index, { json: { messageId: id } }]));
    const answer = await request.post(path, { data, headers: { origin } });
    expect(answer.status()).toBeLessThan(300);
    const each: Array<{ result?: { data: { json: OwnMail } } }> = await answer.json();
    each.forEach(({ result }, index) => {
      if (result) mails.push({ ...result.data.json, owner: some[index]?.owner ?? "" });
    });
  }
  return mails;
}
