import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { signedInAs } from "./support/people";

const screens = {
  "Maya Okafor": [
    "/",
    "/settings/program/api?token=new",
    "/requests",
    "/audit-log",
    "/profile/sessions",
    "/customers",
  ],
  "Tomás Reyes": ["/", "/requests"],
  "Ingrid Solberg": ["/users/people", "/users/roles"],
};

async function looksRight(page: Page, path: string, theme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.goto(path);
  await page.waitForLoadState("networkidle");
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    `${path}, ${theme}`,
  ).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
}

for (const [person, paths] of Object.entries(screens)) {
  test(`${person}'s screens pass axe in light and dark, and fit a narrow window`, async ({ browser }) => {
    test.setTimeout(paths.length * 40_000);
    const page = await signedInAs(browser, person);
    const faults: string[] = [];
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    for (const path of paths) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await looksRight(page, path, "light");
      await page.setViewportSize({ width: 390, height: 844 });
      await looksRight(page, path, "dark");
    }
    expect(faults.filter((text) => /content security policy|hydrat/i.test(text))).toEqual([]);
  });
}

test("sign-in passes axe", async ({ page }) => {
  await looksRight(page, "/sign-in", "light");
  await looksRight(page, "/sign-in", "dark");
});
