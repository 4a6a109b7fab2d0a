import { permissions } from "@/contracts/permissions";
import { settingWords } from "@/contracts/program";
import {
  type ChangeOf,
  guardedSettings,
  type RequestedChange,
  type TokenRequestKind,
} from "@/contracts/request-kinds";
import type { Scope } from "@/contracts/scopes";
import { counted } from "@/contracts/words";
import { extentWords, readsWords, signedDay, spanWords } from "./request-words";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const number = (value: number) => value.toLocaleString("en");

interface Terms {
  ratePerMinute: number;
  dailyLimit: number;
  tokenExpiresAt: Date;
}

/** What the sentence is made of. */
export interface AskedFor {
  purpose: string;
  token:
    | (Terms & {
        kind: TokenRequestKind;
        scopes: readonly Scope[];
        overlapSeconds: number;
        before: Terms | null;
      })
    | null;
  change: RequestedChange | null;
  networks: number;
  addresses: bigint;
}

/** The request as one sentence that can be answered with yes or no. */
export function requestQuestion(asked: AskedFor): string {
  const { token, change, purpose } = asked;
  if (token) return tokenQuestions[token.kind]({ ...asked, token });
  return change ? changeQuestion(change) : `${purpose}?`;
}

/** The same sentence once it is closed, after the word for what came of it: "Approved: let … read …". */
export function closedSentence(word: string, question: string): string {
  const said = question.replace(/\?$/, "");
  const begins = /^(Let|Give|Change|Remove) /.test(said);
  return `${word}: ${begins ? said.charAt(0).toLowerCase() + said.slice(1) : said}`;
}

type TokenAsked = AskedFor & { token: NonNullable<AskedFor["token"]> };

const tokenQuestions: Record<TokenRequestKind, (asked: TokenAsked) => string> = {
  new_token: ({ purpose, token, addresses }) =>
    `Let “${purpose}” read ${readsWords(token.scopes)}, from ${extentWords(1, addresses)} until ${signedDay(token.tokenExpiresAt)}?`,
  networks: ({ purpose, networks, addresses, token }) =>
    `Let “${purpose}” also read from ${extentWords(networks, addresses)} until ${signedDay(token.tokenExpiresAt)}?`,
  rotation: ({ purpose, token }) => `Give “${purpose}” a new secret${besideWords(token.overlapSeconds)}?`,
  renewal: ({ purpose, token }) => {
    const day = signedDay(token.tokenExpiresAt);
    const before = token.before ? ` instead of ${signedDay(token.before.tokenExpiresAt)}` : "";
    return `Let “${purpose}” go on until ${day}${before}, with a new secret${besideWords(token.overlapSeconds)}?`;
  },
  limits: ({ purpose, token }) => `Let “${purpose}” read ${limitsWords(token)}?`,
  lift_suspension: ({ purpose }) =>
    `Let “${purpose}” read again, after it was suspended for reading more customers than its ceiling?`,
};

function besideWords(overlapSeconds: number): string {
  return overlapSeconds === 0
    ? ", the old one ending at once"
    : `, the old one working beside it for ${spanWords(overlapSeconds)}`;
}

function limitsWords({ ratePerMinute, dailyLimit, before }: TokenAsked["token"]): string {
  const rate = `${number(ratePerMinute)} times a minute`;
  const daily = `${number(dailyLimit)} customers a day`;
  if (!before) return `${rate} and ${daily}`;
  const rateChange = ratePerMinute !== before.ratePerMinute;
  const dailyChange = dailyLimit !== before.dailyLimit;
  const rateWords = `${rate} instead of ${number(before.ratePerMinute)}`;
  const dailyWords = `${daily} instead of ${number(before.dailyLimit)}`;
  if (rateChange && dailyChange) return `${rateWords}, and ${dailyWords}`;
  return dailyChange ? dailyWords : rateChange ? rateWords : `${rate} and ${daily}, as before`;
}

function changeQuestion(change: RequestedChange): string {
  switch (change.kind) {
    case "user_roles":
      return `Give ${change.userName} the ${change.add.length === 1 ? "role" : "roles"} ${list.format(change.add.map(({ name }) => name))}?`;
    case "role_permissions":
      return roleQuestion(change);
    case "user_email":
      return `Change the e-mail address of ${change.userName} from ${change.from} to ${change.to}?`;
    case "factor_reset":
      return `Remove all second factors of ${change.userName}, so that they set up new ones?`;
    case "break_glass":
      return `Let ${change.userName} see customers from ${change.address} for ${spanWords(change.minutes * 60)}, in an emergency?`;
    default:
      return settingsQuestion(change);
  }
}

function roleQuestion({ role, add, holders }: ChangeOf<"role_permissions">): string {
  const what = list.format(add.map((one) => `“${permissions[one].label}”`));
  const who =
    holders === 0 ? "which nobody holds yet" : `which ${counted(holders, "person holds", "people hold")}`;
  return `Let the role ${role.name}, ${who}, do this too: ${what}?`;
}

function settingsQuestion({ before, after }: ChangeOf<"program_settings">): string {
  const changes = guardedSettings.flatMap((one) => {
    const { label, value } = settingWords[one];
    const [was, will] = [before[one], after[one]];
    return was === undefined || will === undefined ? [] : [`“${label}” from ${value(was)} to ${value(will)}`];
  });
  return `Change ${list.format(changes)}?`;
}
