import { type APIRequestContext, type Browser, expect, type Page, test } from "@playwright/test";
import { linkIn, newestMail } from "./support/mailbox";
import { signedInAs } from "./support/people";

test.describe.configure({ mode: "serial" });

const password = "seven lanterns over quiet water";
const soon = { timeout: 30_000 };
let ingrid: Page;

test.beforeAll(async ({ browser }) => {
  ingrid = await signedInAs(browser, "Ingrid Solberg", "/users/people");
});

const rowOf = (name: string) => ingrid.getByRole("row", { name: new RegExp(name) });

/** Opens one's menu in Users and presses an entry. */
async function act(name: string, entry: string): Promise<void> {
  await ingrid.goto("/users/people");
  await rowOf(name)
    .getByRole("button", { name: /^Actions of/ })
    .click();
  await ingrid.getByRole("menuitem", { name: entry }).click();
}

async function invite(name: string, email: string, roles: readonly string[], reason?: string): Promise<void> {
  await ingrid.goto("/users/people");
  await ingrid.getByRole("button", { name: "Invite user" }).click();
  const dialog = ingrid.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("textbox", { name: "E-mail" }).fill(email);
  for (const role of roles) await dialog.getByRole("checkbox", { name: new RegExp(`^${role}`) }).check();
  if (reason) {
    await expect(dialog.getByText(/A Security Admin has to approve/)).toBeVisible();
    await dialog.getByLabel("Reason").fill(reason);
  }
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(rowOf(name)).toContainText("Invited");
}

/** Takes up the invitation and signs in with the password chosen there. */
async function comeIn(browser: Browser, request: APIRequestContext, email: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(linkIn(await newestMail(request, email, /invites you/), "/invitation"));
  await page.getByLabel("New password").fill(password);
  await page.getByLabel("Once more").fill(password);
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await signIn(page, email);
  return page;
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Tomás approves what the newest mail of this subject asks, with its code. */
async function approve(browser: Browser, request: APIRequestContext, subject: RegExp): Promise<void> {
  const tomas = await signedInAs(browser, "Tomás Reyes");
  await tomas.goto(linkIn(await newestMail(request, "tomas.reyes", subject), "/requests/"));
  await tomas
    .getByRole("region", { name: "Your answer" })
    .getByRole("button", { name: /^Approve/ })
    .click();
  await expect(tomas.getByText("Approved by you").first()).toBeVisible();
  await tomas.context().close();
}

/** Opens the link that a mailbox got, and presses its button. */
async function confirmFrom(
  browser: Browser,
  request: APIRequestContext,
  mailbox: string,
  subject: RegExp,
): Promise<Page> {
  const link = linkIn(await newestMail(request, mailbox, subject), "/confirm-email");
  expect((await request.get(link)).ok()).toBe(true);
  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await page.getByRole("button", { name: /^Confirm/ }).click();
  return page;
}

async function askForAddress(page: Page, email: string): Promise<void> {
  await page.goto("/profile/account");
  await page.getByLabel("New address").fill(email);
  await page.getByRole("button", { name: "Change address" }).click();
  await expect(page.getByText(`A change to ${email} is under way.`)).toBeVisible();
}

test("1 an invitation with a security role gives the other roles, and waits for a Security Admin", async ({
  browser,
  request,
}) => {
  await invite(
    "Nora Lind",
    "nora.lind@harbour.example",
    ["Staff", "Security Admin"],
    "She takes over for the summer.",
  );
  const row = rowOf("Nora Lind");
  await expect(row).toContainText("Staff");
  await expect(row.getByRole("link", { name: "Security Admin: waiting for approval" })).toBeVisible();
  await expect(row).toContainText(/Sent just now, lapses in [67] days/);
  await approve(browser, request, /^Ingrid Solberg/);
  await ingrid.reload();
  await expect(row).toContainText("Security Admin, Staff");
  await expect(row).not.toContainText("waiting");
});

test("2 who decides changes their address from both mailboxes, and with another Security Admin", async ({
  browser,
  request,
}) => {
  const [old, next] = ["nora.lind@harbour.example", "nora@lind.example"];
  const nora = await comeIn(browser, request, old);
  await askForAddress(nora, next);
  const first = await confirmFrom(browser, request, old, /is to change/);
  await expect(first.getByText(/The other mailbox has a link as well/)).toBeVisible();
  const second = await confirmFrom(browser, request, next, /Confirm your new/);
  await expect(second.getByText(/A Security Admin has to approve/)).toBeVisible();
  await nora.reload();
  await expect(nora.getByRole("link", { name: "waiting for approval" })).toBeVisible();
  await approve(browser, request, /^Nora Lind/);
  await expect(nora).toHaveURL(/\/sign-in/);
  await signIn(nora, next);
  await newestMail(request, old, /has changed/);
});

test("3 who decides nothing changes it from both mailboxes alone; and is signed out everywhere", async ({
  browser,
  request,
}) => {
  const [old, next] = ["ola.berg@harbour.example", "ola@berg.example"];
  await invite("Ola Berg", old, ["Staff"]);
  const ola = await comeIn(browser, request, old);
  await askForAddress(ola, next);
  await confirmFrom(browser, request, next, /Confirm your new/);
  const last = await confirmFrom(browser, request, old, /is to change/);
  await expect(last.getByRole("heading", { name: "The address is changed" })).toBeVisible();
  await expect(ola).toHaveURL(/\/sign-in/);
  await signIn(ola, next);
  await act("Ola Berg", "Sign out everywhere");
  await ingrid.getByRole("alertdialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(ingrid.getByText("Ola Berg was signed out everywhere")).toBeVisible();
  await expect(ola).toHaveURL(/\/sign-in/, soon);
  await signIn(ola, next);
});

test("4 a role with a security permission is there without it until it is approved", async ({
  browser,
  request,
}) => {
  await ingrid.goto("/users/roles");
  await ingrid.getByRole("button", { name: "Create role" }).click();
  const dialog = ingrid.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Night shift");
  await dialog.getByRole("checkbox", { name: "Read the audit log" }).check();
  await dialog.getByRole("checkbox", { name: /^Approve or reject/ }).check();
  await dialog.getByLabel("Reason").fill("Nights need somebody who decides.");
  await dialog.getByRole("button", { name: "Create role" }).click();
  const row = rowOf("Night shift");
  await expect(
    row.getByRole("link", { name: /Approve or reject access requests: waiting for approval/ }),
  ).toBeVisible();
  await approve(browser, request, /^Ingrid Solberg/);
  await ingrid.reload();
  await expect(row).toContainText("Approve or reject access requests");
  await expect(row.getByRole("link")).toHaveCount(0);
});

test("5 weaker Program Settings wait, stricter ones hold", async ({ browser, request }) => {
  const maya = await signedInAs(browser, "Maya Okafor", "/settings/program/general");
  await maya.getByLabel("Widest IPv6 range").fill("112");
  await maya.getByLabel("A request waits").fill("2");
  await expect(maya.getByText("Weaker than now: a Security Admin has to approve it.")).toHaveCount(1);
  await maya.getByLabel("Reason").fill("The office's IPv6 range is wider.");
  await maya.getByRole("button", { name: "Save and ask for approval" }).click();
  await expect(maya.getByText("Widest IPv6 range: /120 → /112")).toBeVisible();
  await expect(maya.getByLabel("A request waits")).toHaveValue("2");
  await expect(maya.getByLabel("Widest IPv6 range")).toHaveValue("120");
  await approve(browser, request, /^Maya Okafor/);
  await maya.reload();
  await expect(maya.getByLabel("Widest IPv6 range")).toHaveValue("112");
  await maya.context().close();
});

test("6 a leaver takes along what was not displayed; what is live stays, flagged", async ({
  browser,
  request,
}) => {
  const email = "eli.moe@harbour.example";
  await invite("Eli Moe", email, ["Security Manager"], "He joins the integrations team.");
  await approve(browser, request, /^Ingrid Solberg/);
  const eli = await comeIn(browser, request, email);
  const live = await tokenOf(eli, "Loyalty kiosk, leaver");
  await approve(browser, request, /^Eli Moe asks for a token: Loyalty kiosk/);
  await eli.getByRole("button", { name: "Display token" }).click();
  await eli.getByRole("button", { name: "I have saved it" }).click();
  await expect(eli.getByTestId("secret")).toHaveCount(0);
  const undisplayed = await tokenOf(eli, "Web shop, leaver");
  await approve(browser, request, /^Eli Moe asks for a token: Web shop/);

  await act("Eli Moe", "Disable");
  const dialog = ingrid.getByRole("alertdialog");
  await expect(dialog.getByText(/The role Security Manager, which comes back/)).toBeVisible();
  await expect(dialog.getByText(new RegExp(`${undisplayed}, approved and never displayed`))).toBeVisible();
  await expect(dialog.getByText(`${live}: Loyalty kiosk, leaver`)).toBeVisible();
  await dialog.getByRole("button", { name: "Disable user" }).click();
  await expect(rowOf("Eli Moe")).toContainText("Disabled");
  await expect(eli).toHaveURL(/\/sign-in/, soon);

  const maya = await signedInAs(browser, "Maya Okafor", "/settings/program/api?q=leaver");
  const tokens = maya.getByRole("region", { name: "Tokens" });
  await maya.getByRole("searchbox").first().fill("leaver");
  await expect(tokens.getByRole("row", { name: new RegExp(undisplayed) })).toContainText("Revoked");
  await expect(tokens.getByRole("row", { name: new RegExp(live) })).toContainText(/left/i);
  await maya.context().close();
});

/** Generates a token and submits it; gives its reference. */
async function tokenOf(page: Page, purpose: string): Promise<string> {
  await page.goto("/settings/program/api?token=new");
  await page.getByLabel("What the token is for").fill(purpose);
  await page.getByRole("button", { name: "Generate" }).click();
  await page.getByLabel("Addresses it may call from").fill("203.0.113.88,");
  await page.getByLabel("Reason").fill("The kiosk shows members their points.");
  await page.getByRole("button", { name: "Submit Token" }).click();
  await expect(page.getByText("Asked to decide")).toBeVisible();
  return (
    (await page
      .getByText(/^ST-\w{4}-\w{4}$/)
      .first()
      .textContent()) ?? ""
  );
}
