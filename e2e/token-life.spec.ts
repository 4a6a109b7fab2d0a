import { expect, type Page, test } from "@playwright/test";
import { call } from "./support/call";
import { linkIn, newestMail } from "./support/mailbox";
import { signedInAs } from "./support/people";

test.describe.configure({ mode: "serial" });

let maya: Page;
let tomas: Page;
let first: string;
let second: string;
let reference = "";
const purpose = "Handhelds, Pier 4";
const apiSettings = "/settings/program/api";
const baseURL = () => test.info().project.use.baseURL ?? "";
const own = (secret: string, from?: string) => call(baseURL(), "/api/v1/token", secret, { from });
const card = () => maya.getByRole("region", { name: `Get Data Token ${reference}` });
const secretEnding = (secret: string) => card().getByText(`cs_live_…${secret.slice(-4)}`);

test.beforeAll(async ({ browser }) => {
  maya = await signedInAs(browser, "Maya Okafor");
  tomas = await signedInAs(browser, "Tomás Reyes");
});

/** Tomás opens the open request by the link of his mail, sees its reason, and approves it. */
async function approve(reason: string): Promise<void> {
  const href = await card()
    .getByRole("link", { name: /^See the/ })
    .getAttribute("href");
  let link = "";
  await expect(async () => {
    const mail = await newestMail(tomas.request, "tomas.reyes", /Maya Okafor asks/);
    link = linkIn(mail, "/requests/");
    expect(link).toContain(href);
    expect(mail.text).toContain(reference);
  }).toPass();
  await tomas.goto(link);
  await expect(tomas.getByRole("main").getByText(reason).first()).toBeVisible();
  await tomas
    .getByRole("region", { name: "Your answer" })
    .getByRole("button", { name: /^Approve/ })
    .click();
  await expect(tomas.getByText("Approved by you").first()).toBeVisible();
}

async function display(): Promise<string> {
  await maya.getByRole("button", { name: "Display token" }).click();
  return (await maya.getByTestId("secret").textContent()) ?? "";
}

async function ask(action: string): Promise<void> {
  await card().getByRole("button", { name: action }).click();
  await expect(card().getByRole("form")).toBeVisible();
}

async function submit(): Promise<void> {
  await card().getByRole("button", { name: "Submit request" }).click();
  await expect(card().getByText("waits for a decision")).toBeVisible();
  await expect(card().getByRole("button", { name: "Rotate secret" })).toBeDisabled();
}

test("1 a token with a labelled address that ends before it", async () => {
  await maya.goto(`${apiSettings}?token=new`);
  await maya.getByLabel("What the token is for").fill(purpose);
  await maya.getByRole("button", { name: "Generate" }).click();
  const made = maya.getByRole("region", { name: /^Get Data Token ST-/ });
  await expect(made.getByText("Not submitted").first()).toBeVisible();
  await expect(made.getByLabel("What the token is for")).toHaveValue(purpose);
  reference = (await made.getAttribute("aria-label"))?.slice(-12) ?? "";
  const day = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  await maya.getByLabel("Addresses it may call from").fill("127.0.0.1,");
  await maya.getByText("Labels and expiry").click();
  await maya.getByLabel("Label of 127.0.0.1").fill("Handheld, gate A");
  await maya.getByLabel("Last day of 127.0.0.1").fill(day);
  await maya.getByLabel("Reason").fill("The handhelds look members up at the gates (OPS-2301).");
  await maya.getByRole("button", { name: "Submit Token" }).click();
  await expect(maya.getByText("Asked to decide")).toBeVisible();
  await approve("The handhelds look members up at the gates (OPS-2301).");
  first = await display();
  await maya.getByRole("button", { name: "I have saved it" }).click();
  await expect(card().getByText("Handheld, gate A")).toBeVisible();
  await expect(secretEnding(first)).toBeVisible();
  expect(await own(first)).toMatchObject({ status: 200 });
});

test("2 a rotation mints nothing until it is approved, then both secrets work and the old one counts down", async () => {
  await ask("Rotate secret");
  await card().getByText("1 hour", { exact: true }).click();
  await expect(card().getByText("Goes on for 1 hour after the new one's first display")).toBeVisible();
  await card().getByRole("button", { name: "Submit request" }).click();
  await expect(card().getByText("Say why you ask; the Security Admin reads this first.")).toBeVisible();
  await expect(card().getByLabel("Reason")).toBeFocused();
  await card().getByLabel("Reason").fill("The first secret was copied into a chat.");
  await submit();
  await approve("The first secret was copied into a chat.");
  await expect(maya.getByRole("heading", { name: /the new secret can be displayed/ })).toBeVisible();
  expect(await own(first)).toMatchObject({ status: 200 });
  second = await display();
  await expect(card().getByText(`The old secret …${first.slice(-4)} ends in 59 min`)).toBeVisible();
  await expect(card().getByText(`No caller has used the new secret …${second.slice(-4)} yet`)).toBeVisible();
  await maya.getByRole("button", { name: "I have saved it" }).click();
  expect(await own(first)).toMatchObject({ status: 200 });
  expect(await own(second)).toMatchObject({ status: 200 });
  await expect(card().getByText(`The new secret …${second.slice(-4)} is in use`)).toBeVisible();
});

test("3 a rotation without overlap ends every older secret at its display", async () => {
  await ask("Rotate secret");
  await card().getByText("None", { exact: true }).click();
  await card().getByLabel("Reason").fill("The second secret was on a lost handheld.");
  await submit();
  await approve("The second secret was on a lost handheld.");
  const third = await display();
  await maya.getByRole("button", { name: "I have saved it" }).click();
  for (const ended of [first, second]) {
    expect(await own(ended)).toMatchObject({ status: 401, body: { code: "token_revoked" } });
  }
  expect(await own(third)).toMatchObject({ status: 200 });
  second = third;
});

test("4 addresses are added to the live token; its secret stays, and works from them", async () => {
  expect(await own(second, "127.0.0.7")).toMatchObject({ status: 403, body: { code: "ip_not_allowed" } });
  await ask("Add addresses");
  const field = card().getByLabel("Addresses to add");
  await field.evaluate((input) => {
    const data = new DataTransfer();
    data.setData("text", '"127.0.0.7"\tGate B\r\n127.0.0.8/24\r\n127.0.0.07\r\n127.0.0.1\r\n"127.0.0.7"');
    input.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await expect(card().getByText("2 addresses need fixing").last()).toBeVisible();
  await expect(card().getByText(/Line 2: 127\.0\.0\.8\/24 has host bits/)).toBeVisible();
  await expect(card().getByText(/Line 3: 127\.0\.0\.07 has a leading zero/)).toBeVisible();
  await expect(card().getByText(/^127\.0\.0\.1 is approved for this token already/)).toBeVisible();
  await expect(card().getByText(/^127\.0\.0\.7 is there more than once/)).toBeVisible();
  await card().getByRole("button", { name: "Use 127.0.0.8" }).click();
  await card()
    .getByRole("button", { name: "Remove it (127.0.0.07)" })
    .or(card().getByRole("button", { name: "remove it (127.0.0.07)" }))
    .click();
  await card()
    .getByText(/is approved for this token already/)
    .getByRole("button")
    .click();
  await card().getByLabel("Reason").fill("Two more gates open on Saturday.");
  await submit();
  await approve("Two more gates open on Saturday.");
  await expect(card().getByText("Gate B")).toBeVisible();
  expect(await own(second, "127.0.0.7")).toMatchObject({ status: 200 });
  expect(await own(second, "127.0.0.9")).toMatchObject({ status: 403 });
});

test("5 unsent input is kept in the tab and asked about before it is left", async () => {
  await ask("Change limits");
  await card().getByLabel("Reads a minute").fill("120");
  await card().getByLabel("Reason").fill("Half a sentence");
  await maya.getByRole("link", { name: "Audit log" }).first().click();
  const dialog = maya.getByRole("alertdialog");
  await expect(dialog.getByText("Leave without sending?")).toBeVisible();
  await dialog.getByRole("button", { name: "Leave this page" }).click();
  await expect(maya).toHaveURL(/audit-log/);
  await maya.goBack();
  await expect(card().getByLabel("Reason")).toHaveValue("Half a sentence");
  await expect(card().getByLabel("Reads a minute")).toHaveValue("120");
  await card().getByRole("button", { name: "Give up" }).click();
  await expect(card().getByRole("button", { name: "Change limits" })).toBeEnabled();
});

test("6 a renewal moves the end and brings another secret", async () => {
  await ask("Renew");
  await card().getByLabel("Reason").fill("The handhelds stay for the next season.");
  await card().getByText("1 day", { exact: true }).click();
  const end = new Date(Date.now() + 150 * 86_400_000);
  await card().getByRole("spinbutton", { name: /day/i }).first().click();
  const [day, month, year] = [end.getUTCDate(), end.getUTCMonth() + 1, end.getUTCFullYear()];
  const digits = `${String(day).padStart(2, "0")}${String(month).padStart(2, "0")}${year}`;
  await maya.keyboard.type(digits);
  await submit();
  await approve("The handhelds stay for the next season.");
  const renewed = await display();
  await maya.getByRole("button", { name: "I have saved it" }).click();
  expect(await own(renewed)).toMatchObject({ status: 200 });
  expect(await own(second)).toMatchObject({ status: 200 });
  const words = end.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  await expect(card().getByText(words).first()).toBeVisible();
  second = renewed;
});

test("7 which tokens would accept an address, and the end of one at once", async () => {
  const accepts = maya.getByRole("region", { name: "Which tokens would accept an address" });
  await accepts.getByLabel("Address to ask about").fill("127.0.0.7");
  await accepts.getByRole("button", { name: "Ask" }).click();
  const row = accepts.getByRole("row", { name: new RegExp(reference) });
  await expect(row.getByText("Accepts")).toBeVisible();
  await card()
    .getByRole("button", { name: `Actions of 127.0.0.7 for ${reference}` })
    .click();
  await maya.getByRole("menuitem", { name: "Revoke address" }).click();
  await maya.getByRole("alertdialog").getByRole("button", { name: "Revoke address" }).click();
  await expect(row.getByText("Address revoked")).toBeVisible();
  expect(await own(second, "127.0.0.7")).toMatchObject({ status: 403, body: { code: "ip_not_allowed" } });
});

test("8 a name and notes beside what was signed; lists find the token by an address within its networks", async () => {
  await card().getByRole("button", { name: "Change name and notes" }).click();
  await card().getByLabel("Name").fill("Gate handhelds");
  await card().getByLabel("Notes").fill("Ask Sam before changing the gates.");
  await card().getByRole("button", { name: "Save" }).click();
  await expect(card().getByText(`Signed as “${purpose}”`)).toBeVisible();
  const tokens = maya.getByRole("region", { name: "Security tokens" });
  await tokens.getByRole("searchbox").fill("127.0.0.8");
  await expect(maya).toHaveURL(/search=127\.0\.0\.8/);
  await expect(tokens.getByRole("row", { name: /Gate handhelds/ })).toBeVisible();
  await card().getByRole("button", { name: "Revoke token" }).click();
  await maya.getByRole("alertdialog").getByRole("button", { name: "Revoke token" }).click();
  await expect(card().getByRole("button", { name: "Revoke token" })).toHaveCount(0);
  await expect(card().getByText("Revoked").first()).toBeVisible();
  expect(await own(second)).toMatchObject({ status: 401, body: { code: "token_revoked" } });
});
