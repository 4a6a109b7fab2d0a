import { describe, expect, it } from "vitest";
import type { Asked, MailFacts } from "@/contracts/mail-facts";
import { messageKinds } from "@/contracts/message-kinds";
import { approval, everyAsked, everyMail, newToken } from "../test/factories/mail-facts";
import { renderMail } from "./render-mail";

const asking = (asked: Asked) => ({ ...approval, asked });
const mailOf = (kind: MailFacts["kind"]) => everyMail.find((one) => one.kind === kind) as MailFacts;

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

  it.each<[Asked["kind"], string, string[]]>([
    ["networks", "asks for more addresses for a token", ["203.0.113.24", "256 addresses, Quayside"]],
    ["rotation", "asks for a new secret for a token", ["the old one works on for 1 day, 6 hours from then"]],
    ["renewal", "asks to renew a token", ["1 August 2027", "Now: 22 February 2027", "ends then, at once"]],
    ["limits", "asks for other limits", ["600 reads a minute", "Now: 60 reads a minute"]],
    [
      "user_roles",
      "asks to give Priya Natarajan the role Security Admin",
      ["priya.natarajan@harbour.example", "Approve or reject access requests"],
    ],
    [
      "role_permissions",
      "asks to add security permissions to the role Night shift",
      ["Ask for security tokens and addresses", "3 people", "Lena Hoffmann"],
    ],
    [
      "user_email",
      "asks to change the e-mail address of Lena Hoffmann",
      ["lena.hoffmann@harbour.example", "lena@harbour.example"],
    ],
    [
      "program_settings",
      "asks to change Program Settings",
      ["Widest IPv4 range: /16, now /24", "Days that a new token lives: 120, now 90 days"],
    ],
  ])(
    "says plainly what a request of the kind %s changes, with the same code and digest",
    async (kind, does, words) => {
      const { html, text } = await renderMail(asking(everyAsked[kind]));
      for (const one of [does, "7K3MQ-92XDT", "#code=7K3MQ92XDT", "9f3c1ae0…77b2d4c8", ...words]) {
        expect(text).toContain(one);
        expect(html).toContain(one);
      }
    },
  );

  it("is told apart from its reminder, which holds the same code and facts", async () => {
    const [first, again] = [await renderMail(approval), await renderMail(mailOf("approval_reminder"))];
    expect(again.subject).toBe(`Still waiting: ${first.subject}`);
    expect(again.text).toContain("7K3MQ-92XDT");
    expect(again.text).toContain("9f3c1ae0…77b2d4c8");
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
    const { text } = await renderMail(asking({ ...newToken, networks }));
    expect(text).toContain("and 175 more, all on the page");
  });

  it("writes times in the program's zone", async () => {
    const { text } = await renderMail({ ...approval, timeZone: "Europe/Berlin" });
    expect(text).toContain("24 November 2026, 11:51 CET");
  });

  it("names the token's last day by UTC, as the pages do, whatever the program's zone", async () => {
    const tokenExpiresAt = new Date("2027-02-22T23:59:59Z");
    const { text } = await renderMail({
      ...asking({ ...newToken, tokenExpiresAt }),
      timeZone: "Europe/Berlin",
    });
    expect(text).toContain("22 February 2027");
    expect(text).not.toContain("23 February 2027");
  });
});

describe("every mail", () => {
  it("is there, each kind once", () => {
    expect(everyMail.map(({ kind }) => kind).sort()).toEqual([...messageKinds].sort());
  });

  it.each(everyMail.map((facts) => [facts.kind, facts] as const))(
    "%s is the same each time, fetches nothing and explains itself",
    async (_kind, facts) => {
      const [one, other] = [await renderMail(facts), await renderMail(facts)];
      expect(one).toEqual(other);
      expect(one.html).not.toMatch(/<(img|script|link|iframe)\b|url\(|@import/i);
      expect(one.html).toContain(`href="${facts.url}"`);
      expect(one.text).toContain(facts.url);
      expect(one.text).toContain("Sent to tomas.reyes@harbour.example, since");
      expect(one.html).toContain("https://help.harbour.example/new");
      expect(one.text).not.toMatch(/undefined|null|\[object|NaN/);
    },
  );

  it.each(
    everyMail
      .filter(({ kind }) => !kind.startsWith("approval_"))
      .map((facts) => [facts.kind, facts] as const),
  )("%s holds no approval code", async (_kind, facts) => {
    const { html, text } = await renderMail(facts);
    expect(html + text).not.toMatch(/approval code is inside|Your approval code|#code=/);
  });

  it.each(Object.values(everyAsked))("a decision about $kind says what was granted", async (asked) => {
    const facts = {
      ...(mailOf("request_approved") as Extract<MailFacts, { kind: "request_approved" }>),
      asked,
    };
    const { text } = await renderMail({ ...facts, displayUntil: null });
    expect(text).toContain("what you asked for is in force now");
    expect(text).not.toContain("Now: ");
  });

  it("says why a request was rejected", async () => {
    const { html, text } = await renderMail(mailOf("request_rejected"));
    expect(html).toContain("Ask for the two stores alone.");
    expect(text).toContain("Ask for the two stores alone.");
  });

  it("says of a request that nobody decides who was asked, which mail failed, and what helps", async () => {
    const { text } = await renderMail(mailOf("request_escalated"));
    expect(text).toContain("Tomás Reyes, asked 25 November 2026, 09:00 UTC; the last e-mail to them failed");
    expect(text).toMatch(/code sent again.*another person Security Admin.*withdraw/);
  });

  it("leaves the support ticket out where there is none", async () => {
    const { html } = await renderMail({ ...approval, supportUrl: null });
    expect(html).not.toContain("support ticket");
  });
});
