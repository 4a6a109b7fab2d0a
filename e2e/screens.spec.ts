import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { signedInAs } from "./support/people";

const screens = {
  "Maya Okafor": [
    ["/", /^Good .*, Maya$/],
    ["/settings/program/api?token=new", "Program Settings"],
    ["/settings/program/general", "Program Settings"],
    ["/requests", "Requests"],
    ["/audit-log", "Audit log"],
    ["/messages", "E-mail"],
    ["/profile/sessions", "Sessions"],
    ["/customers", /^Customers/],
  ],
  "Tomás Reyes": [
    ["/", /^Good .*, Tomás$/],
    ["/requests", "Approvals"],
    ["/review", "Yearly review"],
  ],
  "Ingrid Solberg": [
    ["/users/people", "Users & Roles"],
    ["/users/roles", "Users & Roles"],
  ],
} satisfies Record<string, ReadonlyArray<[path: string, heading: string | RegExp]>>;

async function looksRight(page: Page, path: string, heading: string | RegExp, theme: "light" | "dark") {
  await page.emulateMedia({ colorScheme: theme });
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
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
  test(`${person}'s screens pass axe wide and light, narrow and dark, and fit a narrow window`, async ({
    browser,
  }) => {
    test.setTimeout(paths.length * 40_000);
    const page = await signedInAs(browser, person);
    const faults: string[] = [];
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    for (const [path, heading] of paths) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await looksRight(page, path, heading, "light");
      await page.setViewportSize({ width: 390, height: 844 });
      await looksRight(page, path, heading, "dark");
    }
    expect(faults.filter((text) => /content security policy|hydrat/i.test(text))).toEqual([]);
  });
}

test("sign-in passes axe", async ({ page }) => {
  await looksRight(page, "/sign-in", "Sign in to Countersign", "light");
  await looksRight(page, "/sign-in", "Sign in to Countersign", "dark");
});
