import { execFile } from "node:child_process";
import { promisify } from "node:util";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { signedInAs } from "./support/people";

/** A live token for this computer, by the real walk. */
async function liveToken(scopes: string): Promise<string> {
  const url = test.info().project.use.baseURL ?? "";
  const args = ["scripts/run-cli.mjs", "demo-token", "--url", url, "--networks", "127.0.0.1,::1"];
  const { stdout } = await promisify(execFile)(process.execPath, [...args, "--scopes", scopes]);
  return (JSON.parse(stdout) as { secret: string }).secret;
}

const response = (page: Page) => page.getByRole("region", { name: "Response" });

async function sent(page: Page): Promise<string> {
  await page.getByRole("button", { name: /Send request/ }).click();
  await expect(page.getByText("200 OK")).toBeVisible();
  return (await response(page).textContent()) ?? "";
}

test("lists page after page, and a lookup, are tried from the API Library", async ({ browser }) => {
  const secret = await liveToken("customers:read,customers:list,fields:contact");
  const sam = await signedInAs(browser, "Sam Whitlock", "/profile/developer-api/list-customers");
  await sam.getByLabel("Secret", { exact: true }).fill(secret);
  await sam.getByLabel("limit").fill("2");
  await sam.getByLabel("fields").fill("id, email");
  const first = JSON.parse(await sent(sam)) as {
    data: Array<{ id: string; email: string }>;
    next_cursor: string;
  };
  expect(first.data).toHaveLength(2);
  await sam.getByRole("button", { name: "Next page" }).click();
  await expect(response(sam)).not.toContainText(first.next_cursor);
  await expect(sam.getByLabel("cursor")).toHaveValue(first.next_cursor);
  await expect(response(sam)).not.toContainText(first.data[0]?.id ?? "");
  const seen = await new AxeBuilder({ page: sam }).analyze();
  expect(seen.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);

  await sam.getByRole("link", { name: /Look Up Customer/ }).click();
  await expect(sam.getByRole("heading", { name: "Look Up Customer" }).first()).toBeVisible();
  await sam.getByRole("button", { name: /Send request/ }).click();
  await expect(sam.getByText("Enter the email to look up.")).toBeVisible();
  const email = first.data[1]?.email ?? "";
  await sam.getByRole("textbox", { name: "email" }).fill(email);
  const samples = sam.getByRole("region", { name: "The same call elsewhere" });
  await expect(samples).toContainText(`-d '{"email": "${email}"}'`);
  expect(JSON.parse(await sent(sam))).toMatchObject({ data: { id: first.data[1]?.id, email } });
  await sam.getByLabel("Look up by").click();
  await sam.getByRole("option", { name: "external_id" }).click();
  await sam.getByRole("textbox", { name: "external_id" }).fill("nobody's");
  await expect(samples).toContainText(`'{"external_id": "nobody'\\''s"}'`);
  await sam.getByRole("button", { name: /Send request/ }).click();
  await expect(sam.getByText("404 Not Found")).toBeVisible();
  await expect(response(sam)).toContainText("customer_not_found");
});
