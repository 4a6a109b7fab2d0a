import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { type Planted, waysIn } from "../../src/server/test/canaries/ways-in";
import { call } from "../support/call";
import { linkIn, newestMail } from "../support/mailbox";
import { signedInAs } from "../support/people";
import { asSuperuser, keepPayloads } from "./application";
import { ask, approvedFrom as from } from "./ask";
import { type PlantedHere, plantedFile, plantedPassword } from "./planted";

const elsewhere = "127.0.0.51";
const baseURL = () => test.info().project.use.baseURL ?? "";

/** A live token for one address that no journey calls from, by the walk of everybody. */
async function liveSecret(): Promise<string> {
  const scopes = "customers:read,customers:list,fields:contact";
  const args = ["--url", baseURL(), "--networks", from, "--scopes", scopes];
  const { stdout } = await promisify(execFile)(process.execPath, ["dist/cli/demo-token.mjs", ...args]);
  return (JSON.parse(stdout) as { secret: string }).secret;
}

async function aCustomer() {
  const sql = asSuperuser();
  await keepPayloads(sql);
  const [found] = await sql<[{ id: string; email: string; phone: string }]>`
    select id, email, phone from customers where email is not null and phone is not null order by id limit 1`;
  await sql.end();
  return found;
}

test("values are planted, and go in by every way, right and wrong ones", async ({ browser, page }) => {
  const secret = await liveSecret();
  const link = linkIn(await newestMail(page.request, "tomas.reyes", /Maya Okafor asks/), "/requests/");
  const code = link.slice(link.indexOf("#code=") + 6);
  const { id: customerId, email, phone } = await aCustomer();
  const values: Planted = { secret, code, email, customerId };
  const statuses: number[] = [];
  for (const { path, elsewhere: refused, ...way } of waysIn(values)) {
    const answer = await call(baseURL(), `/api/v1${path}`, secret, {
      ...way,
      from: refused ? elsewhere : from,
    });
    statuses.push(answer.status);
  }
  expect(statuses).toContain(200);
  const sam = await signedInAs(browser, "Sam Whitlock");
  for (const query of [email, phone])
    expect((await ask(sam, from, "customers.search", { query })).status).toBe(200);
  expect((await ask(sam, from, "customers.reveal", { customerId, group: "contact" })).status).toBe(200);
  expect((await ask(sam, elsewhere, "customers.search", { query: email })).status).toBe(403);
  await sam.context().close();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(plantedPassword);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText(/do not match an active account/)).toBeVisible();
  const here: PlantedHere = { ...values, phone };
  writeFileSync(plantedFile, JSON.stringify(here));
});
