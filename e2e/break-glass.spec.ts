import { expect, type Page, test } from "@playwright/test";
import { linkIn, newestMail } from "./support/mailbox";
import { signedInAs } from "./support/people";

test.describe.configure({ mode: "serial" });

let sam: Page;
let tomas: Page;
const reason = "The branch has lost its line; members wait at the desk.";
const closed = (page: Page) => page.getByRole("heading", { name: "Customers is closed from here" });
const banner = () => sam.getByRole("region", { name: "Emergency access" });

test.beforeAll(async ({ browser }) => {
  sam = await signedInAs(browser, "Sam Whitlock");
  tomas = await signedInAs(browser, "Tomás Reyes");
});

test("1 what cannot wait is asked for from the page that refuses the address, with a reason", async () => {
  await sam.goto("/customers");
  await expect(closed(sam)).toBeVisible();
  await sam.getByRole("button", { name: "Ask for an emergency access" }).click();
  const dialog = sam.getByRole("dialog");
  await dialog.getByRole("button", { name: "Ask now" }).click();
  await expect(dialog.getByText("Say it in at least 20 characters.")).toBeVisible();
  await dialog.getByLabel("Why it cannot wait").fill(reason);
  await dialog.getByRole("button", { name: "Ask now" }).click();
  await expect(sam.getByText("Asked for: 1 hour from")).toBeVisible();
});

test("2 a second person approves, and the page opens by itself, marked until it is ended", async () => {
  const mail = await newestMail(tomas.request, "tomas.reyes", /Sam Whitlock asks/);
  await tomas.goto(linkIn(mail, "/requests/"));
  await expect(tomas.getByRole("main").getByText(reason).first()).toBeVisible();
  await tomas
    .getByRole("region", { name: "Your answer" })
    .getByRole("button", { name: /^Approve/ })
    .click();
  await expect(tomas.getByText("Approved by you").first()).toBeVisible();
  await expect(banner()).toContainText("Emergency access until");
  await expect(sam.getByRole("row").nth(1)).toBeVisible();
  await banner().getByRole("button", { name: "End now" }).click();
  await sam.getByRole("alertdialog").getByRole("button", { name: "End now" }).click();
  await expect(closed(sam)).toBeVisible();
  await expect(banner()).toHaveCount(0);
});

test("3 a third person closes the review with a finding; who approved it cannot", async ({ browser }) => {
  const path = new URL(tomas.url()).pathname;
  await tomas.goto(path);
  await expect(tomas.getByText(/can close it\./)).toBeVisible();
  const maya = await signedInAs(browser, "Maya Okafor");
  await maya.goto("/requests");
  const open = maya.getByRole("region", { name: "Emergency accesses to review" });
  await open.getByRole("link", { name: /Sam Whitlock/ }).click();
  await expect(maya.getByText(/customers? read under it/)).toBeVisible();
  await maya.getByLabel("Note").fill("The line was down; the desk needed it.");
  await maya.getByRole("button", { name: "Close the review" }).click();
  await expect(maya.getByText("Closed by Maya Okafor")).toBeVisible();
  await expect(open).toHaveCount(0);
});
