import { expect, test } from "@playwright/test";
import { linkIn, newestMail } from "./support/mailbox";
import { signedInAs } from "./support/people";

test("a signed-out visitor is led to sign-in and back to the page", async ({ page }) => {
  await page.goto("/settings/program/api");
  await expect(page).toHaveURL(/\/sign-in\?from=/);
  await page.getByRole("button", { name: /Maya Okafor/ }).click();
  await expect(page).toHaveURL(/\/settings\/program\/api/);
});

test("pages that a role may not see say so, and whom to ask", async ({ browser }) => {
  const sam = await signedInAs(browser, "Sam Whitlock", "/settings/program/api");
  await expect(sam.getByRole("heading", { name: "API Settings is not part of your roles" })).toBeVisible();
  await sam.goto("/users");
  await expect(sam.getByRole("heading", { name: "Users & Roles is not part of your roles" })).toBeVisible();
  await sam.goto("/audit-log");
  await expect(sam.getByText(/not part of your roles/)).toBeVisible();
  await expect(sam.getByRole("link", { name: "Program Settings" })).toHaveCount(0);
  const refused = await sam.request.post("/api/trpc/securityTokens.revoke", {
    data: { json: { tokenId: "00000000-0000-4000-8000-000000000000" } },
    headers: { origin: new URL(sam.url()).origin },
  });
  expect(refused.status()).toBe(403);
});

test("an invited person chooses a password, signs in, and is out at once when disabled", async ({
  browser,
  request,
}) => {
  const ingrid = await signedInAs(browser, "Ingrid Solberg", "/users/people");
  await ingrid.getByRole("button", { name: "Invite user" }).click();
  const dialog = ingrid.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("New Colleague");
  await dialog.getByRole("textbox", { name: "E-mail" }).fill("new.colleague@harbour.example");
  await dialog.getByRole("checkbox", { name: /Staff/ }).check();
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(ingrid.getByRole("row", { name: /New Colleague/ })).toContainText("Invited");

  const page = await (await browser.newContext()).newPage();
  await page.goto(linkIn(await newestMail(request, "new.colleague", /./), "/invitation"));
  await expect(page.getByRole("heading", { name: "Welcome, New Colleague" })).toBeVisible();
  await expect(page).toHaveURL(/\/invitation$/);
  await page.getByLabel("New password").fill("password1234");
  await page.getByLabel("Once more").fill("password1234");
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  const password = "seven lanterns over quiet water";
  await page.getByLabel("New password").fill(password);
  await page.getByLabel("Once more").fill(password);
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("E-mail").fill("New.Colleague@harbour.example");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("New");
  await page.goto("/profile/sessions");
  await expect(page.getByText("This session")).toBeVisible();

  await ingrid.reload();
  const row = ingrid.getByRole("row", { name: /New Colleague/ });
  await row.getByRole("button", { name: /^Actions of/ }).click();
  await ingrid.getByRole("menuitem", { name: "Disable" }).click();
  await ingrid.getByRole("alertdialog").getByRole("button", { name: "Disable user" }).click();
  await expect(row).toContainText("Disabled");
  await page.goto("/profile/sessions");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a wrong password says no more than that", async ({ page }) => {
  await page.goto("/sign-in");
  for (const email of ["maya.okafor@harbour.example", "nobody@harbour.example"]) {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText(/do not match an active account/)).toBeVisible();
  }
});
