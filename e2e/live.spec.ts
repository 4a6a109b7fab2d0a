import { type BrowserContext, expect, type Page, type Request, test } from "@playwright/test";
import { signedInAs } from "./support/people";

/** How long a change may take to show: well under what a page would wait to ask by itself. */
const soon = { timeout: 5_000 };

const bell = (page: Page) => page.getByRole("button", { name: /^Notifications/ });

async function unreadOf(page: Page): Promise<number> {
  const label = await bell(page).getAttribute("aria-label");
  return Number(label?.match(/(\d+) unread/)?.[1] ?? 0);
}

/** The streams that this browser has asked for, and how many of them are open. */
function watchStreams(context: BrowserContext) {
  const seen = { asked: 0, over: 0, compressed: 0, open: () => seen.asked - seen.over };
  const isStream = (url: string) => new URL(url).pathname === "/api/events";
  context.on("request", (one) => {
    if (isStream(one.url())) seen.asked += 1;
  });
  context.on("response", (one) => {
    if (isStream(one.url()) && one.headers()["content-encoding"] !== undefined) seen.compressed += 1;
  });
  const isOver = (one: Request) => {
    if (isStream(one.url())) seen.over += 1;
  };
  context.on("requestfinished", isOver);
  context.on("requestfailed", isOver);
  return seen;
}

async function submitToken(maya: Page, purpose: string): Promise<void> {
  await maya.goto("/settings/program/api?token=new");
  await maya.getByLabel("What the token is for").fill(purpose);
  await maya.getByRole("button", { name: "Generate" }).click();
  await maya.getByLabel("Addresses it may call from").fill("203.0.113.77,");
  await maya.getByLabel("Reason").fill("The kiosk shows members their points.");
  await maya.getByRole("button", { name: "Submit Token" }).click();
  await expect(maya.getByText("Asked to decide")).toBeVisible();
}

test("two tabs share one stream; a notification arrives in both without a reload, and is read with its request", async ({
  browser,
}) => {
  const maya = await signedInAs(browser, "Maya Okafor");
  const context = await browser.newContext();
  const streams = watchStreams(context);
  const first = await context.newPage();
  await first.goto("/sign-in?from=%2Fprofile%2Fsessions");
  await first.getByRole("button", { name: /Tomás Reyes/ }).click();
  await first.waitForURL("**/profile/sessions");
  await expect.poll(streams.open, soon).toBe(1);
  const second = await context.newPage();
  await second.goto("/");
  await expect(bell(second)).toBeVisible();
  // Alerts of what other journeys did may come at any time, and count too.
  const before = await unreadOf(first);
  await submitToken(maya, "Kiosk, live");
  for (const page of [first, second]) await expect.poll(() => unreadOf(page), soon).toBeGreaterThan(before);
  await expect(second.getByText("Kiosk, live").first()).toBeVisible(soon);
  expect(streams.open()).toBe(1);

  await first.close();
  await expect.poll(streams.open, soon).toBe(1);
  const withOne = await unreadOf(second);
  await submitToken(maya, "Kiosk, later");
  await expect.poll(() => unreadOf(second), soon).toBeGreaterThan(withOne);

  const withBoth = await unreadOf(second);
  await bell(second).click();
  await second
    .getByRole("link", { name: /Kiosk, later/ })
    .first()
    .click();
  await expect(second).toHaveURL(/\/requests\//);
  await expect.poll(() => unreadOf(second), soon).toBeLessThan(withBoth);
  const withoutIt = await unreadOf(second);
  await second.goto("/requests");
  await second
    .getByRole("link", { name: /Kiosk, live/ })
    .first()
    .click();
  await expect.poll(() => unreadOf(second), soon).toBeLessThan(withoutIt);

  expect(streams.compressed).toBe(0);
  await second.goto("/notifications");
  await expect(second.getByRole("listitem").filter({ hasText: "Kiosk, later" })).toBeVisible();
  await context.close();
  await maya.context().close();
});

test("a session that is ended in another browser ends the stream, and every tab is led to sign-in", async ({
  browser,
}) => {
  const there = await signedInAs(browser, "Sam Whitlock");
  const otherTab = await there.context().newPage();
  await otherTab.goto("/profile/sessions");
  await expect(bell(otherTab)).toBeVisible();
  const here = await signedInAs(browser, "Sam Whitlock", "/profile/sessions");
  await here.getByRole("button", { name: "End all others" }).click();
  const confirm = here.getByRole("alertdialog").or(here.getByRole("dialog"));
  await confirm.getByRole("button", { name: /^End/ }).click();
  for (const page of [there, otherTab]) await expect(page).toHaveURL(/\/sign-in/, soon);
  await expect(here.getByText("This session")).toBeVisible();
  await expect(here).toHaveURL(/\/profile\/sessions/);
  await there.context().close();
  await here.context().close();
});
