import { type Page, test } from "@playwright/test";
import { call } from "../support/call";

/** Where the planted token may call from, and so where customers open; no journey comes from there. */
export const approvedFrom = "127.0.0.50";

/** Calls a procedure as a page of this browser would, from an address of one's own. */
export async function ask(page: Page, from: string, procedure: string, input: unknown) {
  const baseURL = test.info().project.use.baseURL ?? "";
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`);
  const body = JSON.stringify({ json: input });
  const headers = {
    cookie: cookies.join("; "),
    origin: baseURL,
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
  };
  return call(baseURL, `/api/trpc/${procedure}`, "", { from, method: "POST", headers, body });
}
