import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";

let server: ChildProcess;
let dataDir: string;
let origin: string;

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

test.beforeAll(async () => {
  test.setTimeout(120_000);
  const port = await freePort();
  origin = `http://localhost:${port}`;
  dataDir = mkdtempSync(join(tmpdir(), "countersign-setup-"));
  chmodSync(dataDir, 0o711);
  const { PATH, HOME } = process.env;
  server = spawn(process.execPath, ["dist/main.mjs"], {
    stdio: "ignore",
    env: {
      PATH,
      HOME,
      NODE_ENV: "production",
      DEMO: "0",
      DATA_DIR: dataDir,
      PORT: String(port),
      APP_URL: origin,
      LOG_LEVEL: "warn",
    },
  });
  await expect
    .poll(
      () =>
        fetch(`${origin}/api/health`).then(
          (one) => one.status,
          () => 0,
        ),
      { timeout: 100_000 },
    )
    .toBe(200);
});

test.afterAll(async () => {
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await ended;
  rmSync(dataDir, { recursive: true, force: true });
});

test("a new installation is set up once, with the code kept beside the data", async ({ page }) => {
  await page.goto(`${origin}/`);
  await expect(page).toHaveURL(`${origin}/setup`);
  const file = join(dataDir, "setup-code");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const fill = async (code: string) => {
    await page.getByLabel("Set-up code").fill(code);
    await page.getByLabel("Name of the loyalty program").fill("Quayside Club");
    await page.getByLabel("Your name").fill("First Administrator");
    await page.getByLabel("Your e-mail").fill("first@quayside.example");
    await page.getByLabel("Your password", { exact: true }).fill("seven lanterns over quiet water");
    await page.getByLabel("Their name").fill("First Approver");
    await page.getByLabel("Their e-mail").fill("approver@quayside.example");
    await page.getByRole("button", { name: "Set up" }).click();
  };
  await fill("wrong-code");
  await expect(page.getByRole("alert").first()).toBeVisible();
  await fill(readFileSync(file, "utf8").trim());
  await expect(page.getByRole("heading", { name: "Countersign is set up" })).toBeVisible();
  await page.goto(`${origin}/setup`);
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByText("Demonstration")).toHaveCount(0);
  await page.getByLabel("E-mail").fill("first@quayside.example");
  await page.getByLabel("Password", { exact: true }).fill("seven lanterns over quiet water");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("link", { name: /Users & Roles/ }).first()).toBeVisible();
});

const approver = { email: "approver@quayside.example", password: "a quiet heron at the mill" };

/** A browser with, or without, an authenticator that knows its user. */
async function browserWith(browser: Browser, authenticator: boolean): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  if (!authenticator) return page;
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return page;
}

/** The link of the approver's invitation, from the mailbox that is there until mail is set up. */
async function invitationLink(page: Page): Promise<string> {
  const ask = async (procedure: string, input: unknown) => {
    const sent = { data: { json: input }, headers: { origin } };
    const answer = await page.request.post(`${origin}/api/trpc/${procedure}`, sent);
    return (await answer.json()).result.data.json;
  };
  const [mail] = await ask("mailbox.list", { search: approver.email });
  const { text } = await ask("mailbox.get", { messageId: mail.id });
  return text.match(/https?:\/\/\S+\/invitation#[\w.-]+/)?.[0] ?? "";
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel("E-mail").fill(approver.email);
  await page.getByLabel("Password", { exact: true }).fill(approver.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test("the first Security Admin signs in with a passkey, never by password alone", async ({ browser }) => {
  const page = await browserWith(browser, true);
  await page.goto(await invitationLink(page));
  await page.getByLabel("New password").fill(approver.password);
  await page.getByLabel("Once more").fill(approver.password);
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await expect(page.getByRole("heading", { name: "Your password is set" })).toBeVisible();
  await signIn(page);
  const setUp = page.getByRole("heading", { name: "Set up a second factor" });
  await expect(setUp).toBeVisible();
  await page.goto(`${origin}/requests`);
  await expect(setUp).toBeVisible();
  await page.getByLabel("Name").fill("Security key");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const [code = ""] = await codes.allTextContents();
  await page.getByRole("button", { name: "I have saved them" }).click();
  await expect(page.getByRole("main")).toBeVisible();

  await page.context().clearCookies();
  await signIn(page);
  await page.getByRole("button", { name: "Use passkey" }).click();
  await expect(page.getByRole("main")).toBeVisible();

  const elsewhere = await browserWith(browser, false);
  await signIn(elsewhere);
  await elsewhere.getByRole("button", { name: "Use a recovery code" }).click();
  await elsewhere.getByRole("textbox", { name: "Recovery code" }).fill(code);
  await elsewhere.getByRole("button", { name: "Continue" }).click();
  await expect(elsewhere).toHaveURL(`${origin}/`);
  await elsewhere.goto(`${origin}/profile/second-factor`);
  await expect(elsewhere.getByText("9 recovery codes left")).toBeVisible();
});
