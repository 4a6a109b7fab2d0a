import { expect, type Page, test } from "@playwright/test";
import { linkIn, newestMail } from "./support/mailbox";
import { signedInAs } from "./support/people";

test.describe.configure({ mode: "serial" });

let maya: Page;
let tomas: Page;
let sam: Page;
const reference = "ST-C5T2-0FHX";
const apiSettings = "/settings/program/api";
/** How long a change may take to show where the stream tells of it. */
const soon = { timeout: 15_000 };
const closed = (page: Page) => page.getByRole("heading", { name: "Customers is closed from here" });

/** Calls a procedure as this person, as the page itself would. */
async function post<T>(page: Page, procedure: string, input: unknown): Promise<T> {
  const origin = new URL(test.info().project.use.baseURL ?? "").origin;
  const answer = await page.request.post(`/api/trpc/${procedure}`, {
    data: { json: input },
    headers: { origin },
  });
  expect(answer.status(), procedure).toBe(200);
  return (await answer.json()).result.data.json as T;
}

interface Network {
  id: string;
  network: string;
  state: string;
}

/** Ends what earlier journeys approved of this machine, so that its pages are closed. */
async function closeFromHere(page: Page): Promise<void> {
  for (const search of ["127.0.0.1", "::1"]) {
    const { networks } = await post<{ networks: Network[] }>(page, "securityTokens.networks", { search });
    for (const { id, network, state } of networks) {
      if (!["127.0.0.1/32", "::1/128"].includes(network) || !["live", "expiring"].includes(state)) continue;
      await post(page, "securityTokens.revokeNetwork", { networkId: id });
    }
  }
}

async function submitToken(page: Page, purpose: string): Promise<string> {
  await page.goto(`${apiSettings}?token=new`);
  await page.getByLabel("What the token is for").fill(purpose);
  await page.getByRole("button", { name: "Generate" }).click();
  await page.getByLabel("Addresses it may call from").fill("203.0.113.77,");
  await page.getByLabel("Reason").fill("The kiosk shows members their points (OPS-2290).");
  await page.getByRole("button", { name: "Submit Token" }).click();
  await expect(page.getByText("Asked to decide")).toBeVisible();
  const { requests } = await post<{ requests: Array<{ id: string; purpose: string }> }>(
    page,
    "accessRequests.list",
    { mine: true },
  );
  return requests.find((one) => one.purpose === purpose)?.id ?? "";
}

test.beforeAll(async ({ browser }) => {
  maya = await signedInAs(browser, "Maya Okafor");
  tomas = await signedInAs(browser, "Tomás Reyes");
  await closeFromHere(maya);
  sam = await signedInAs(browser, "Sam Whitlock", "/customers");
});

test("1 one button of the page that refuses an address asks for it, once", async () => {
  await expect(closed(sam)).toBeVisible();
  await sam.getByRole("button", { name: "Add a note" }).click();
  await sam.getByLabel("Note").fill("New office, floor 2.");
  await sam.getByRole("button", { name: /^Ask (?!for an emergency)/ }).click();
  await expect(sam.getByText(/(was|were) asked/)).toBeVisible();
  await expect(sam.getByRole("button", { name: /^Ask (?!for an emergency)/ })).toHaveCount(0);
});

test("2 a Security Manager dismisses it with a note, and it can be asked for again", async () => {
  await maya.goto(apiSettings);
  const asks = maya.getByRole("region", { name: "Asked for by staff" });
  await expect(asks.getByText("New office, floor 2.")).toBeVisible();
  await asks.getByRole("button", { name: /^Dismiss the wish of Sam Whitlock/ }).click();
  const dialog = maya.getByRole("dialog");
  await dialog.getByRole("button", { name: "Dismiss" }).click();
  await expect(dialog.getByText("Tell Sam why, in a few words.")).toBeVisible();
  await dialog.getByLabel("Note to Sam").fill("Until when?");
  await dialog.getByRole("button", { name: "Dismiss" }).click();
  await expect(asks).toHaveCount(0);
  await expect(sam.getByText("Maya Okafor did not take it up")).toBeVisible(soon);
  await expect(sam.getByText("“Until when?”")).toBeVisible();
  await sam.getByRole("button", { name: "Add a note" }).click();
  await sam.getByLabel("Note").fill("Until Friday.");
  await sam.getByRole("button", { name: /^Ask .* again$/ }).click();
  await expect(sam.getByText(/(was|were) asked/)).toBeVisible();
});

test("3 what arrives is the draft of a request, filled in", async () => {
  const asks = maya.getByRole("region", { name: "Asked for by staff" });
  await expect(asks.getByText("Until Friday.")).toBeVisible(soon);
  await asks.getByRole("link", { name: /^Add .* to a token$/ }).click();
  await maya.getByRole("button", { name: `Add to ${reference}` }).click();
  await expect(maya.getByLabel("Reason")).toHaveValue(/Sam Whitlock asked for this address: Until Friday\./);
  await maya.getByLabel("Addresses to add").pressSequentially("127.0.0.1 ");
  await maya.getByRole("button", { name: "Submit request" }).click();
  await expect(sam.getByText("Your address is in approval")).toBeVisible(soon);
  await expect(closed(sam)).toBeVisible();
});

test("4 once it is approved the page opens by itself, and the asker is told", async ({ request }) => {
  const mail = await newestMail(request, "tomas.reyes", /Maya Okafor asks/);
  await tomas.goto(linkIn(mail, "/requests/"));
  await expect(
    tomas.getByRole("heading", { name: /also read from 2 addresses in 2 networks/ }),
  ).toBeVisible();
  await expect(tomas.getByText(/Answers Sam Whitlock/)).toBeVisible();
  await expect(
    tomas.getByRole("region", { name: "Approved already" }).getByText("203.0.113.0/28"),
  ).toBeVisible();
  await expect(tomas.getByText("loopback").first()).toBeVisible();
  await tomas
    .getByRole("region", { name: "Your answer" })
    .getByRole("button", { name: /^Approve/ })
    .click();
  await expect(tomas.getByText("Approved by you").first()).toBeVisible();
  await expect(sam.getByRole("heading", { name: "Customers", exact: true })).toBeVisible(soon);
  await expect(sam.locator('a[href^="/customers/cus_"]').first()).toBeVisible();
  await sam.getByRole("button", { name: /^Notifications/ }).click();
  await expect(sam.getByText(/is approved: Customers is open/)).toBeVisible();
});

test("5 both sides talk about a request without a reload; nobody is bound by it", async () => {
  const id = await submitToken(maya, "Kiosk, talked about");
  await maya.goto(`/requests/${id}`);
  await tomas.goto(`/requests/${id}`);
  await expect(tomas.getByText("not part of what is signed")).toBeVisible();
  await tomas.getByLabel("Comment").fill("Which store is it?\n<b>One</b> address is enough.");
  await tomas.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(maya.getByText("<b>One</b> address is enough.")).toBeVisible(soon);
  await maya.getByLabel("Comment").fill("Quayside, at the entrance.");
  await maya.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(tomas.getByText("Quayside, at the entrance.")).toBeVisible(soon);
  await expect(tomas.getByText("Maya Okafor, who asked")).toBeVisible();
});

test("6 withdrawing and copying opens the form that made it, filled in; both stay in the list", async () => {
  const before = new URL(maya.url()).pathname;
  await maya.getByRole("button", { name: "Copy into a new request" }).click();
  await maya.getByRole("alertdialog").getByRole("button", { name: "Withdraw and copy" }).click();
  await expect(maya).toHaveURL(/\/settings\/program\/api\?token=[0-9a-f-]+&copy=/);
  await expect(maya.getByLabel("Reason")).toHaveValue("The kiosk shows members their points (OPS-2290).");
  await expect(tomas.getByText("Withdrawn by Maya Okafor").first()).toBeVisible(soon);
  await maya.getByRole("button", { name: "Submit Token" }).click();
  await expect(maya.getByText("Asked to decide")).toBeVisible();
  await maya.goto(before);
  await expect(maya.getByText("Withdrawn by you").first()).toBeVisible();
  await expect(maya.getByText("Quayside, at the entrance.")).toBeVisible();
  await maya.getByRole("link", { name: "a new request" }).click();
  await expect(maya.getByText("Copied from")).toBeVisible();
  await maya.getByRole("button", { name: "Withdraw request" }).click();
  await maya.getByRole("alertdialog").getByRole("button", { name: "Withdraw request" }).click();
  await expect(maya.getByText("Withdrawn by you").first()).toBeVisible();
  await maya.goto("/requests?show=decided&state=withdrawn");
  await expect(maya.getByText("Kiosk, talked about")).toHaveCount(2);
});
