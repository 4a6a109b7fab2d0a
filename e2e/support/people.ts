import { type Browser, expect, type Page } from "@playwright/test";

/** A browser of a demonstration person's own, signed in by one click. */
export async function signedInAs(browser: Browser, name: string, to = "/"): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(to === "/" ? "/sign-in" : `/sign-in?from=${encodeURIComponent(to)}`);
  await page.getByRole("button", { name: new RegExp(name) }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  await expect(page.getByRole("main")).toBeVisible();
  return page;
}
