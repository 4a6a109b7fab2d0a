import { type APIRequestContext, expect, test } from "@playwright/test";

interface Mail {
  subject: string;
  text: string;
}

async function query<T>(request: APIRequestContext, procedure: string, input: unknown): Promise<T> {
  const answer = await request.post(`/api/trpc/${procedure}`, {
    data: { json: input },
    headers: { origin: new URL(test.info().project.use.baseURL ?? "").origin },
  });
  expect(answer.status()).toBe(200);
  return (await answer.json()).result.data.json as T;
}

/** The newest mail in this mailbox whose subject matches, as the demonstration's mailbox page shows it. */
export async function newestMail(
  request: APIRequestContext,
  mailbox: string,
  subject: RegExp,
): Promise<Mail> {
  let found: Mail | undefined;
  await expect
    .poll(async () => {
      const list = await query<Array<{ id: string }>>(request, "mailbox.list", { search: mailbox });
      for (const { id } of list) {
        const mail = await query<Mail>(request, "mailbox.get", { messageId: id });
        if (subject.test(mail.subject)) {
          found = mail;
          return true;
        }
      }
      return false;
    })
    .toBe(true);
  if (!found) throw new Error("The mail did not arrive.");
  return found;
}

/** The link of a mail that leads to this path, with its fragment. */
export function linkIn(mail: Mail, path: string): string {
  const link = mail.text.match(new RegExp(`https?://\\S+${path}\\S*`))?.[0];
  if (!link) throw new Error(`There is no link to ${path} in: ${mail.text}`);
  return link.replace(/[)>\].,]+$/, "");
}
