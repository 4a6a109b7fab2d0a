import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, type Page, test } from "@playwright/test";
import { call } from "./support/call";
import { linkIn, newestMail } from "./support/mailbox";
import { signedInAs } from "./support/people";

test.describe.configure({ mode: "serial" });

let maya: Page;
let tomas: Page;
let secret: string;
let customerId: string;
const purpose = "Tills, Quayside stores";
const apiSettings = "/settings/program/api";
const answer = () => tomas.getByRole("region", { name: "Your answer" });
const baseURL = () => test.info().project.use.baseURL ?? "";

test.beforeAll(async ({ browser }) => {
  maya = await signedInAs(browser, "Maya Okafor");
  tomas = await signedInAs(browser, "Tomás Reyes");
});

/** Generates a token and fills in the rest; gives its reference. */
async function submit(page: Page, name: string): Promise<string> {
  await page.goto(`${apiSettings}?token=new`);
  await page.getByLabel("What the token is for").fill(name);
  await page.getByRole("checkbox", { name: /fields:contact/ }).check();
  await page.getByRole("button", { name: "Generate" }).click();
  await expect(page.getByText("Not submitted").first()).toBeVisible();
  const reference = await page
    .getByText(/^ST-\w{4}-\w{4}$/)
    .first()
    .textContent();
  await page.getByRole("button", { name: /Use my address/ }).click();
  await page.getByLabel("Reason").fill("The tills look members up at checkout (OPS-2214).");
  return reference ?? "";
}

async function send(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Submit Token" }).click();
  await expect(page.getByText("Asked to decide")).toBeVisible();
}

test("1 no customer data opens from an address that nobody approved", async ({ browser }) => {
  const sam = await signedInAs(browser, "Sam Whitlock", "/customers");
  await expect(sam.getByRole("heading", { name: "Customers is closed from here" })).toBeVisible();
  await expect(sam.getByText(/127\.0\.0\.1|::1/).first()).toBeVisible();
  await sam.goto("/profile/developer-api");
  await expect(sam.getByRole("heading", { name: "Developer API is closed from here" })).toBeVisible();
  await sam.context().close();
});

test("2 a bad address says how to mend itself, and nothing is sent before", async () => {
  await submit(maya, purpose);
  const field = maya.getByLabel("Addresses it may call from");
  await field.fill("203.0.113.64/24,");
  await expect(maya.getByText(/has host bits; did you mean 203\.0\.113\.0\/24/)).toBeVisible();
  await maya.getByRole("button", { name: "Submit Token" }).click();
  await expect(maya.getByText("1 address needs fixing first")).toBeVisible();
  await maya.getByRole("button", { name: "Use 203.0.113.0/24" }).click();
  await expect(maya.getByText("256 addresses").first()).toBeVisible();
  await send(maya);
});

test("3 the e-mail's link opens the request and decides nothing", async ({ request }) => {
  const mail = await newestMail(request, "tomas.reyes", /Maya Okafor asks/);
  const link = linkIn(mail, "/requests/");
  expect(link).toMatch(/#code=[0-9A-Z]{10}$/);
  const untouched = await request.get(link);
  expect(untouched.ok()).toBe(true);
  expect((await request.head(link)).status()).toBeLessThan(500);
  await tomas.goto(link);
  await expect(tomas.getByRole("heading", { name: new RegExp(purpose) })).toBeVisible();
  await expect(tomas).toHaveURL(/\/requests\/[^#]+$/);
  await expect(answer().getByRole("button", { name: /^Approve/ })).toBeVisible();
});

test("4 approving with the code of the mail; the open API Settings page changes by itself", async () => {
  await answer()
    .getByRole("button", { name: /^Approve/ })
    .click();
  await expect(tomas.getByText("Approved by you").first()).toBeVisible();
  await expect(maya.getByRole("button", { name: "Display token" })).toBeVisible();
});

test("5 the secret is displayed once and said to be saved", async () => {
  await maya.getByRole("button", { name: "Display token" }).click();
  secret = (await maya.getByTestId("secret").textContent()) ?? "";
  expect(secret).toMatch(/^cs_live_[0-9A-Za-z]{49}$/);
  await maya.getByRole("button", { name: "I have saved it" }).click();
  await expect(maya.getByTestId("secret")).toHaveCount(0);
  await maya.reload();
  await expect(maya.getByText(`cs_live_…${secret.slice(-4)}`).first()).toBeVisible();
  expect(await maya.content()).not.toContain(secret);
});

test("6 Customers opens from the approved address, masked", async ({ browser }) => {
  const sam = await signedInAs(browser, "Sam Whitlock", "/customers");
  const first = sam.locator('a[href^="/customers/cus_"]').first();
  await expect(first).toBeVisible();
  customerId = (await first.getAttribute("href"))?.split("/").at(-1) ?? "";
  await expect(sam.getByText(/•/).first()).toBeVisible();
  await sam.context().close();
});

test("7 outside systems read with the secret, from the approved address alone", async () => {
  const path = `/api/v1/customers/${customerId}`;
  const allowed = await call(baseURL(), path, secret);
  expect(allowed.status).toBe(200);
  expect(allowed.body.data).toMatchObject({ id: customerId, object: "customer" });
  const refused = await call(baseURL(), path, secret, { from: "127.0.0.9" });
  expect(refused).toMatchObject({ status: 403, body: { code: "ip_not_allowed", client_ip: "127.0.0.9" } });
  for (const name of ["X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP"]) {
    const value = name === "Forwarded" ? "for=127.0.0.1" : "127.0.0.1";
    const forged = await call(baseURL(), path, secret, { from: "127.0.0.9", headers: { [name]: value } });
    expect(forged, name).toMatchObject({ status: 403, body: { code: "ip_not_allowed" } });
  }
});

test("8 Get Customer Details with Token really calls, from Developer API", async () => {
  await maya.goto("/profile/developer-api/get-customer-details-with-token");
  await expect(maya.getByRole("heading", { name: "Get Customer Details with Token" }).first()).toBeVisible();
  await maya.getByLabel("Secret", { exact: true }).fill(secret);
  await maya.getByLabel("customerId").fill(customerId);
  await maya.getByRole("button", { name: /Send request/ }).click();
  await expect(maya.getByText("200 OK")).toBeVisible();
  await maya.getByRole("link", { name: "See its record" }).click();
  await expect(maya.getByRole("row", { name: /Customer read with a token/ })).toHaveCount(1);
});

test("9 the other way: approving from the in-app queue with a typed code", async ({ request }) => {
  const reference = await submit(maya, "Kiosk, Pier 4");
  await send(maya);
  const mail = await newestMail(request, "tomas.reyes", /Maya Okafor asks/);
  expect(mail.text).toContain(reference);
  const code = mail.text.match(/[0-9A-Z]{5}-[0-9A-Z]{5}/)?.[0] ?? "";
  await tomas.goto("/requests");
  await tomas.getByText(reference).first().click();
  const field = tomas.getByLabel("Approval code");
  await field.pressSequentially("0000000000");
  await answer()
    .getByRole("button", { name: /^Approve/ })
    .click();
  await expect(tomas.getByText(/That code is wrong/)).toBeVisible();
  await field.press("Control+A");
  await field.press("Delete");
  await field.pressSequentially(code.replace("-", ""));
  await answer()
    .getByRole("button", { name: /^Approve/ })
    .click();
  await expect(tomas.getByText("Approved by you").first()).toBeVisible();
});

test("10 a rejection carries its note to the requester", async () => {
  const reference = await submit(maya, "Partner export");
  await send(maya);
  await tomas.goto("/requests");
  await tomas.getByText(reference).first().click();
  await tomas.getByLabel("Or reject, with a note").fill("Ask for one store first.");
  await answer().getByRole("button", { name: "Reject request" }).click();
  await tomas.getByRole("alertdialog").getByRole("button", { name: "Reject request" }).click();
  await expect(tomas.getByText("Rejected by you").first()).toBeVisible();
  await expect(maya.getByText("Ask for one store first.").first()).toBeVisible();
  await maya.getByRole("button", { name: "Discard" }).click();
  await maya.getByRole("alertdialog").getByRole("button", { name: "Discard token" }).click();
});

test("11 a revoked token is dead at once", async () => {
  await maya.goto(`${apiSettings}?search=${encodeURIComponent(purpose)}`);
  const tokens = maya.getByRole("region", { name: "Security tokens" });
  const row = tokens.getByRole("row", { name: new RegExp(purpose) }).first();
  await row.getByRole("button", { name: /^Actions of/ }).click();
  await maya.getByRole("menuitem", { name: "Revoke token" }).click();
  await maya.getByRole("alertdialog").getByRole("button", { name: "Revoke token" }).click();
  await expect(row.getByText("Revoked").first()).toBeVisible();
  const dead = await call(baseURL(), `/api/v1/customers/${customerId}`, secret);
  expect(dead).toMatchObject({ status: 401, body: { code: "token_revoked" } });
});

test("12 the same walk from a shell prints a token and its secret, and nothing else", async () => {
  const scopes = "customers:read,fields:contact";
  const args = [
    "scripts/run-cli.mjs",
    "demo-token",
    "--url",
    baseURL(),
    "--networks",
    "127.0.0.1,::1",
    "--scopes",
    scopes,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const printed = JSON.parse(stdout) as { token: string; secret: string };
  expect(Object.keys(printed).sort()).toEqual(["secret", "token"]);
  const own = await call(baseURL(), "/api/v1/token", printed.secret);
  expect(own).toMatchObject({ status: 200, body: { data: { scopes: scopes.split(",") } } });
  expect(await call(baseURL(), "/api/v1/token", printed.secret, { from: "127.0.0.9" })).toMatchObject({
    status: 403,
  });
});
