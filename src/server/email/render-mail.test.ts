import { describe, expect, it } from "vitest";
import type { ApprovalRequestedFacts, MailFacts } from "@/contracts/mail";
import { renderMail } from "./render-mail";

const common = {
  to: "tomas.reyes@harbour.example",
  name: "Tomás Reyes",
  program: "Harbour Rewards",
  timeZone: "UTC",
  supportUrl: "https://help.harbour.example/new",
};
const approval: ApprovalRequestedFacts = {
  ...common,
  kind: "approval_requested",
  url: "https://countersign.example/requests/1#code=7K3MQ92XDT",
  code: "7K3MQ92XDT",
  requester: "Maya Okafor",
  purpose: "Tills, Quayside stores",
  reason: "The tills look up members by phone at checkout (OPS-2214).",
  scopes: ["customers:read", "fields:contact"],
  networks: [
    { text: "203.0.113.24", size: 1n, label: "" },
    { text: "198.51.100.0/24", size: 256n, label: "Quayside" },
    { text: "2001:db8:12::7", size: 1n, label: "" },
  ],
  ratePerMinute: 60,
  dailyLimit: 5000,
  tokenExpiresAt: new Date("2027-02-22T10:51:00Z"),
  requestedAt: new Date("2026-11-24T10:51:00Z"),
  requestedFrom: "203.0.113.7",
  lapsesAt: new Date("2026-11-27T10:51:00Z"),
  reference: "ST-7F3K-9Q2M",
  digest: `9f3c1ae0${"0".repeat(48)}77b2d4c8`,
};
const decided = {
  ...common,
  decidedBy: "Tomás Reyes",
  decidedAt: new Date("2026-11-25T09:00:00Z"),
  purpose: "Tills, Quayside stores",
  reference: "ST-7F3K-9Q2M",
  note: null,
  url: "https://countersign.example/settings",
};
const lapsesAt = new Date("2026-12-01T08:00:00Z");
const others: MailFacts[] = [
  {
    ...decided,
    kind: "request_approved",
    networks: approval.networks,
    displayUntil: lapsesAt,
    tokenExpiresAt: approval.tokenExpiresAt,
  },
  { ...decided, kind: "request_rejected", note: "Ask for the two stores alone." },
  {
    ...common,
    kind: "invitation",
    url: "https://countersign.example/invitation#1.s",
    invitedBy: "Ingrid Solberg",
    roles: ["Security Admin"],
    lapsesAt,
  },
  { ...common, kind: "password_reset", url: "https://countersign.example/reset-password#1.s", lapsesAt },
];

describe("the approval mail", () => {
  it("says code, link, facts and digest, in HTML and in text", async () => {
    const { subject, html, text, to } = await renderMail(approval);
    expect(to).toBe("tomas.reyes@harbour.example");
    expect(subject).toBe("Maya Okafor asks for a token: Tills, Quayside stores");
    for (const words of [
      "7K3MQ-92XDT",
      "https://countersign.example/requests/1#code=7K3MQ92XDT",
      "One customer at a time, with name, e-mail, phone and member number",
      "256 addresses, Quayside",
      "60 reads a minute, 5,000 customers a day",
      "22 February 2027",
      "9f3c1ae0…77b2d4c8",
      "ST-7F3K-9Q2M",
      "203.0.113.7",
    ]) {
      expect(text).toContain(words);
      expect(html).toContain(words);
    }
    expect(text).toContain("It lapses on Friday 27 November at 10:51 UTC.");
    expect(html).toContain("Contact details, 258 addresses, until 22 February 2027.");
  });

  it("keeps what people type from becoming markup or lines", async () => {
    const typed = 'Tills"><img src=x onerror=alert(1)>\r\nBcc: all@harbour.example';
    const { subject, html, text } = await renderMail({ ...approval, purpose: typed, reason: typed });
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toContain("<img");
    expect(text).not.toMatch(/^Bcc:/m);
  });

  it("ends a long list of networks in a count", async () => {
    const networks = Array.from({ length: 200 }, (_, n) => ({
      text: `198.51.100.${n}`,
      size: 1n,
      label: "",
    }));
    const { text } = await renderMail({ ...approval, networks });
    expect(text).toContain("and 175 more, all on the page");
  });

  it("writes times in the program's zone", async () => {
    const { text } = await renderMail({ ...approval, timeZone: "Europe/Berlin" });
    expect(text).toContain("24 November 2026, 11:51 CET");
  });

  it("names the token's last day by UTC, as the pages do, whatever the program's zone", async () => {
    const tokenExpiresAt = new Date("2027-02-22T23:59:59Z");
    const { text } = await renderMail({ ...approval, tokenExpiresAt, timeZone: "Europe/Berlin" });
    expect(text).toContain("22 February 2027");
    expect(text).not.toContain("23 February 2027");
  });
});

describe("every mail", () => {
  it.each([approval, ...others].map((facts) => [facts.kind, facts] as const))(
    "%s is the same each time, fetches nothing and explains itself",
    async (_kind, facts) => {
      const [one, other] = [await renderMail(facts), await renderMail(facts)];
      expect(one).toEqual(other);
      expect(one.html).not.toMatch(/<(img|script|link|iframe)\b|url\(|@import/i);
      expect(one.html).toContain(`href="${facts.url}"`);
      expect(one.text).toContain(facts.url);
      expect(one.text).toContain("Sent to tomas.reyes@harbour.example, since");
      expect(one.html).toContain("https://help.harbour.example/new");
    },
  );

  it.each(others.map((facts) => [facts.kind, facts] as const))(
    "%s holds no approval code",
    async (_kind, facts) => {
      const { html, text } = await renderMail(facts);
      expect(html + text).not.toMatch(/approval code is inside|Your approval code|#code=/);
    },
  );

  it("says why a request was rejected", async () => {
    const { html, text } = await renderMail(others[1] as MailFacts);
    expect(html).toContain("Ask for the two stores alone.");
    expect(text).toContain("Ask for the two stores alone.");
  });

  it("leaves the support ticket out where there is none", async () => {
    const { html } = await renderMail({ ...approval, supportUrl: null });
    expect(html).not.toContain("support ticket");
  });
});
