import { readdirSync } from "node:fs";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { expect, type Page, test } from "@playwright/test";
import { signedInAs } from "./support/people";

type Who = "anyone" | "signed in" | readonly string[];

const [ingrid, maya, tomas, sam] = ["Ingrid Solberg", "Maya Okafor", "Tomás Reyes", "Sam Whitlock"];
const people = [ingrid, maya, tomas, sam] as const;
const nobody = "00000000-0000-4000-8000-000000000000";

/** Every page and whom it opens for; the procedures behind it have a table of their own. */
const pages: Record<string, { path: string; who: Who }> = {
  "(auth)/confirm-email": { path: "/confirm-email", who: "anyone" },
  "(auth)/forgotten-password": { path: "/forgotten-password", who: "anyone" },
  "(auth)/invitation": { path: "/invitation", who: "anyone" },
  "(auth)/reset-password": { path: "/reset-password", who: "anyone" },
  "(auth)/setup": { path: "/setup", who: "anyone" },
  "(auth)/sign-in/second-factor": { path: "/sign-in/second-factor", who: "anyone" },
  "(auth)/sign-in/set-up-factor": { path: "/sign-in/set-up-factor", who: "anyone" },
  "(auth)/sign-in": { path: "/sign-in", who: "anyone" },
  "(dashboard)": { path: "/", who: "signed in" },
  "(dashboard)/audit-log": { path: "/audit-log", who: [ingrid, maya, tomas] },
  "(dashboard)/customers": { path: "/customers", who: [maya, tomas, sam] },
  "(dashboard)/customers/[customerId]": { path: "/customers/cus_0", who: [maya, tomas, sam] },
  "(dashboard)/notifications": { path: "/notifications", who: "signed in" },
  "(dashboard)/profile/account": { path: "/profile/account", who: "signed in" },
  "(dashboard)/profile/developer-api": { path: "/profile/developer-api", who: [maya, tomas, sam] },
  "(dashboard)/profile/developer-api/[operation]": {
    path: "/profile/developer-api/get-customer-details-with-token",
    who: [maya, tomas, sam],
  },
  "(dashboard)/profile/second-factor": { path: "/profile/second-factor", who: "signed in" },
  "(dashboard)/review": { path: "/review", who: [maya, tomas] },
  "(dashboard)/messages": { path: "/messages", who: [ingrid, maya, tomas] },
  "(dashboard)/profile/messages": { path: "/profile/messages", who: "signed in" },
  "(dashboard)/profile/sessions": { path: "/profile/sessions", who: "signed in" },
  "(dashboard)/requests": { path: "/requests", who: [ingrid, maya, tomas] },
  "(dashboard)/requests/[requestId]": { path: `/requests/${nobody}`, who: [ingrid, maya, tomas] },
  "(dashboard)/settings/program": { path: "/settings/program", who: [maya] },
  "(dashboard)/settings/program/api": { path: "/settings/program/api", who: [maya] },
  "(dashboard)/settings/program/general": { path: "/settings/program/general", who: [maya] },
  "(dashboard)/users": { path: "/users", who: [ingrid, maya, tomas] },
  "(dashboard)/users/people": { path: "/users/people", who: [ingrid, maya, tomas] },
  "(dashboard)/users/roles": { path: "/users/roles", who: [ingrid, maya, tomas] },
  "dev/mailbox": { path: "/dev/mailbox", who: "anyone" },
};

/** Handlers, and the test that holds each to its door. */
const handlers: Record<string, string> = {
  "api/audit/export": "src/server/api/audit-export.integration.test.ts",
  "api/auth/[...nextauth]": "src/server/auth.integration.test.ts",
  "api/customers/who-saw": "src/server/api/who-saw-export.integration.test.ts",
  "api/events": "src/server/api/events.integration.test.ts",
  "api/trpc/[trpc]": "src/server/api/trpc/handler.integration.test.ts",
  "api/v1/[[...path]]": "src/server/api/http/public-api.integration.test.ts",
  "dev/mailbox/mail/[messageId]": "src/server/domain/message/read-mailbox.integration.test.ts",
};

const found = (file: string) =>
  (readdirSync("src/app", { recursive: true }) as string[])
    .filter((path) => path.endsWith(`/${file}`))
    .map((path) => path.slice(0, -file.length - 1))
    .sort();

test("every page and handler has a row", () => {
  expect(Object.keys(pages).sort()).toEqual(found("page.tsx"));
  expect(Object.keys(handlers).sort()).toEqual(found("route.ts"));
});

interface Seen {
  status: number;
  location: string;
  html: string;
}

/** Asks for a page over a socket of one's own, from an address that nobody approved; follows our own redirects. */
async function see(baseURL: string, path: string, cookie: string): Promise<Seen> {
  const { port, host } = new URL(baseURL);
  const seen = await new Promise<Seen>((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path, localAddress: "127.0.0.9", headers: { host, cookie } };
    const sent = request(options, async (answer) =>
      resolve({
        status: answer.statusCode ?? 0,
        location: answer.headers.location ?? "",
        html: await text(answer),
      }),
    );
    sent.on("error", reject);
    sent.end();
  });
  const inside = seen.location.replace(baseURL, "");
  if (seen.status < 300 || seen.status >= 400 || inside.startsWith("/sign-in")) return seen;
  return see(baseURL, inside, cookie);
}

async function cookieOf(page: Page): Promise<string> {
  return (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
}

const closed = /part of your roles/;

const guarded = Object.entries(pages).flatMap(([page, { path, who }]) =>
  who === "anyone"
    ? []
    : [{ page, path, opensFor: (person: string) => who === "signed in" || who.includes(person) }],
);

test("no page opens before signing in", async ({ baseURL }) => {
  const base = baseURL ?? "";
  for (const { page, path } of guarded) {
    const { location } = await see(base, path, "");
    expect(`${page}: ${location.replace(base, "").split("?")[0]}`).toBe(`${page}: /sign-in`);
  }
});

for (const person of people) {
  test(`pages open for ${person} by role alone, and show no customer from an unapproved address`, async ({
    browser,
    baseURL,
  }) => {
    const cookie = await cookieOf(await signedInAs(browser, person));
    for (const { page, path, opensFor } of guarded) {
      const { html, status } = await see(baseURL ?? "", path, cookie);
      expect(`${page}: ${status}`).toBe(`${page}: 200`);
      const outcome = closed.test(html) ? "closed" : "open";
      expect(`${page}: ${outcome}`).toBe(`${page}: ${opensFor(person) ? "open" : "closed"}`);
      expect(html.match(/cus_[0-9A-Za-z]{12,}/g), page).toBeNull();
    }
  });
}

test("the demonstration's mailbox answers no other computer's way of asking", async ({ request: asked }) => {
  expect((await asked.get("/dev/mailbox")).status()).toBe(200);
  expect((await asked.get("/dev/mailbox", { headers: { "x-forwarded-for": "127.0.0.1" } })).status()).toBe(
    404,
  );
});
