import "server-only";
import type { Asked, AskedOfToken } from "@/contracts/mail-facts";
import { type Permission, permissions } from "@/contracts/permissions";
import { settingWords } from "@/contracts/program";
import {
  type GuardedSetting,
  guardedSettings,
  type RequestedChange,
  requestKindWords,
} from "@/contracts/request-kinds";
import { counted } from "@/contracts/words";
import { type Fact, fact, oneLine, type Span } from "./document";
import {
  addressesInAll,
  inWords,
  limitsWords,
  mayRead,
  networkLines,
  number,
  onDay,
  readsShortly,
} from "./words";

type Of<Kind extends Asked["kind"]> = Extract<Asked, { kind: Kind }>;

interface Words {
  /** After the requester's name. */
  asks: string;
  facts: Fact[];
  /** For the preview line. */
  shortly: string;
}

export const isOfToken = (asked: Asked): asked is AskedOfToken => "reference" in asked;

/** What is asked for, as lists name it: "Rotate secret, Tills". */
export function titleOf(asked: Asked, purpose: string): string {
  const plain = asked.kind === "new_token" || !isOfToken(asked);
  return plain ? oneLine(purpose) : `${requestKindWords[asked.kind]}, ${oneLine(purpose)}`;
}

/** What is asked for, word for word, for a mail that asks to decide it or tells of its decision. */
export function askedWords(asked: Asked): Words {
  return isOfToken(asked) ? tokenWords(asked) : changeWords(asked);
}

const until = (asked: AskedOfToken) => fact("Until", onDay(asked.tokenExpiresAt, "UTC"));
const reads = (asked: AskedOfToken) => fact("May read", mayRead(asked.scopes));
const limits = (asked: AskedOfToken) => fact("Limits", limitsWords(asked));

function newSecret({ overlapSeconds }: AskedOfToken): Fact {
  const old =
    overlapSeconds > 0
      ? `the old one works on for ${inWords(overlapSeconds)} from then`
      : "the old one ends then, at once";
  return fact("New secret", `Made when it is displayed; ${old}.`);
}

function tokenWords(asked: AskedOfToken): Words {
  const expiresOn = onDay(asked.tokenExpiresAt, "UTC");
  switch (asked.kind) {
    case "new_token":
      return {
        asks: "asks for a security token",
        facts: [
          reads(asked),
          fact("From where", ...networkLines(asked.networks)),
          limits(asked),
          until(asked),
        ],
        shortly: `${readsShortly(asked.scopes)}, ${addressesInAll(asked.networks)}, until ${expiresOn}`,
      };
    case "networks":
      return {
        asks: "asks for more addresses for a token",
        facts: [fact("Adds", ...networkLines(asked.networks)), reads(asked), limits(asked), until(asked)],
        shortly: `${addressesInAll(asked.networks)} more, until ${expiresOn}`,
      };
    case "rotation":
      return {
        asks: "asks for a new secret for a token",
        facts: [newSecret(asked), reads(asked), limits(asked), until(asked)],
        shortly: "A new secret for a token that is live",
      };
    case "renewal":
      return {
        asks: "asks to renew a token",
        facts: [
          fact("Until", expiresOn, ...nowLine(asked, (now) => onDay(now.tokenExpiresAt, "UTC"))),
          newSecret(asked),
          reads(asked),
          limits(asked),
        ],
        shortly: `A new secret, until ${expiresOn}`,
      };
    case "limits":
      return {
        asks: "asks for other limits for a token",
        facts: [
          fact("Limits", limitsWords(asked), ...nowLine(asked, limitsWords)),
          reads(asked),
          until(asked),
        ],
        shortly: `From now on ${limitsWords(asked)}`,
      };
    case "lift_suspension":
      return {
        asks: "asks to lift the suspension of a token",
        facts: [
          fact("Effect", "It reads again, and its different customers are counted anew."),
          reads(asked),
          limits(asked),
          until(asked),
        ],
        shortly: "A token that was suspended for reading many customers would read again",
      };
  }
}

type Now = NonNullable<AskedOfToken["now"]>;

function nowLine({ now }: AskedOfToken, say: (now: Now) => string): Array<readonly Span[]> {
  return now ? [[{ text: `Now: ${say(now)}`, tone: "note" }]] : [];
}

function changeWords(change: RequestedChange): Words {
  switch (change.kind) {
    case "user_roles":
      return userRoles(change);
    case "role_permissions":
      return rolePermissions(change);
    case "user_email":
      return {
        asks: `asks to change the e-mail address of ${oneLine(change.userName)}`,
        facts: [
          fact("Person", oneLine(change.userName)),
          fact("From", [{ text: change.from, tone: "mono" }]),
          fact("To", [{ text: change.to, tone: "mono" }]),
        ],
        shortly: `Codes and decisions would go to ${change.to}`,
      };
    case "factor_reset":
      return {
        asks: `asks to reset the second factors of ${oneLine(change.userName)}`,
        facts: [
          fact("Person", oneLine(change.userName)),
          fact("Account", [{ text: change.userEmail, tone: "mono" }]),
          fact("Removed", `${counted(change.factors, "second factor")} and every recovery code`),
        ],
        shortly: "A password alone would then let them set up new ones",
      };
    case "break_glass":
      return {
        asks: "asks for an emergency access",
        facts: [
          fact("Person", [
            { text: `${oneLine(change.userName)} ` },
            { text: change.userEmail, tone: "mono" },
          ]),
          fact("From", [{ text: change.address, tone: "mono" }]),
          fact("For", inWords(change.minutes * 60)),
          fact("Opens", "The staff screens with customers, at this address, for this person alone."),
        ],
        shortly: `From ${change.address}, for ${inWords(change.minutes * 60)}`,
      };
    case "program_settings":
      return programSettings(change);
  }
}

const labels = (held: readonly Permission[]) => held.map((one) => permissions[one].label).join("; ");

function userRoles({ userName, userEmail, add }: Of<"user_roles">): Words {
  const names = add.map(({ name }) => oneLine(name)).join(", ");
  return {
    asks: `asks to give ${oneLine(userName)} the role ${names}`,
    facts: [
      fact("Person", [{ text: `${oneLine(userName)} ` }, { text: userEmail, tone: "mono" }]),
      fact("Gains", ...add.map((role) => `${oneLine(role.name)}: ${labels(role.permissions)}`)),
    ],
    shortly: `${oneLine(userName)} would be able to do what ${names} allows`,
  };
}

const mostNames = 10;

function rolePermissions({ role, add, holders, heldBy }: Of<"role_permissions">): Words {
  const people = counted(holders, "person", "people");
  const named = heldBy.slice(0, mostNames).map(({ name }) => oneLine(name));
  const more = heldBy.length > named.length ? [`and ${number(heldBy.length - named.length)} more`] : [];
  return {
    asks: `asks to add security permissions to the role ${oneLine(role.name)}`,
    facts: [
      fact("Role", oneLine(role.name)),
      fact("Adds", labels(add)),
      fact("Held by", people, ...named, ...more),
    ],
    shortly: `${people} would gain: ${labels(add)}`,
  };
}

const settings: Record<GuardedSetting, (value: number) => string> = {
  widestIpv4: (value) => `Widest IPv4 range: /${value}`,
  widestIpv6: (value) => `Widest IPv6 range: /${value}`,
  defaultRatePerMinute: (value) => `Reads a minute of a new token: ${number(value)}`,
  defaultDailyLimit: (value) => `Customers a day of a new token: ${number(value)}`,
  defaultDistinctCeiling: (value) =>
    `Different customers a day above which a new token is suspended: ${number(value)}`,
  requestDays: (value) => `Days that a request lives: ${number(value)}`,
  tokenDays: (value) => `Days that a new token lives: ${number(value)}`,
  reviewDays: (value) => `Days from one review of everything approved to the next: ${number(value)}`,
  secondFactorForAll: (value) =>
    `A second factor is proved by: ${settingWords.secondFactorForAll.value(value)}`,
};

function programSettings({ before, after }: Of<"program_settings">): Words {
  const lines = guardedSettings.flatMap((name) => {
    const [was, next] = [before[name], after[name]];
    if (next === undefined) return [];
    const now: Span[] =
      was === undefined ? [] : [{ text: `, now ${settingWords[name].value(was)}`, tone: "quiet" }];
    return [[{ text: settings[name](next) }, ...now]];
  });
  return {
    asks: "asks to change Program Settings",
    facts: [fact("Changes", ...lines)],
    shortly: lines.map((line) => line.map(({ text }) => text).join("")).join("; "),
  };
}
