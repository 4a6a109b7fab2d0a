import "server-only";
import type { PersonReadingFacts, TokenReadingFacts } from "@/contracts/mail-facts";
import { fact, greeting, type MailDocument, oneLine } from "../document";
import { exactly, number, onDay } from "../words";
import { because, page, tokenLines } from "./token";

interface Said {
  heading: string;
  what: string;
  todo: string;
}

function said({ reading }: TokenReadingFacts): Said {
  const customers = number(reading.customers);
  const against = number(reading.against);
  const on = (otherwise: string) =>
    reading.day ? `on ${onDay(new Date(reading.day), "UTC")} (UTC)` : otherwise;
  switch (reading.what) {
    case "ceiling":
      return {
        heading: "A security token was suspended",
        what: `It read ${customers} different customers ${on("in a day")}; its approved ceiling is ${against}.`,
        todo: "Every call with it is refused until a lift is asked for and another person approves it. If the reading was not yours, revoke the token.",
      };
    case "many":
      return {
        heading: "A security token has read half of its ceiling",
        what: `It read ${customers} different customers ${on("today")}; above ${against} in a day it is suspended.`,
        todo: "If that is not usual for it, look at its reads in the audit log, and revoke it if they are not yours.",
      };
    case "burst":
      return {
        heading: "A security token reads in a burst",
        what: `It read ${customers} customers in a minute; ${against} is usual for it.`,
        todo: "If nothing of yours explains it, look at its reads in the audit log, and revoke it if they are not yours.",
      };
  }
}

/** To the token's owner and everyone who decides: once a token, kind and day. */
export function tokenReading(mail: TokenReadingFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const { heading, what, todo } = said(mail);
  return {
    to,
    program,
    supportUrl,
    subject: `${mail.kind === "token_suspended" ? "Suspended" : "Reads unusually much"}: ${oneLine(mail.token.title)}`,
    preview: what,
    heading,
    intro: `${greeting(mail.name)}, ${what.charAt(0).toLowerCase()}${what.slice(1)} ${todo}`,
    action: page(mail.url, "Open the token"),
    facts: [...tokenLines(mail), fact("Noticed", exactly(mail.seenAt, timeZone))],
    footer: { because: because(mail), unexpected: "Revoke the token" },
  };
}

/** To everyone who decides but the person: once a person and day. */
export function personReading(mail: PersonReadingFacts): MailDocument {
  const { to, program, supportUrl, timeZone } = mail;
  const person = oneLine(mail.person);
  const customers = number(mail.customers);
  return {
    to,
    program,
    supportUrl,
    subject: `Saw ${customers} customers today: ${person}`,
    preview: "Each page that was shown is in the audit log.",
    heading: "A colleague saw very many customers",
    intro: `${greeting(mail.name)}, ${person} saw ${customers} different customers on the screens today. If their work does not explain it, ask them; an Administrator can end their sessions and disable the account.`,
    action: page(mail.url, "See what they saw"),
    facts: [fact("Person", person), fact("Noticed", exactly(mail.seenAt, timeZone))],
    footer: { because: `since you are a Security Admin of ${program}`, unexpected: "Ask an Administrator" },
  };
}
