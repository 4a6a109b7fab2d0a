import type { MessageDetails, NotificationKind } from "@/contracts/message-kinds";
import { type RequestKind, requestKindWords, secretRequestKinds } from "@/contracts/request-kinds";
import type { Moment } from "../format-time";
import type { State } from "../state-icon";

export interface NotificationItem {
  id: string;
  kind: NotificationKind;
  accessRequestId: string | null;
  requestKind: RequestKind | null;
  /** The reader asked for it. */
  mine: boolean;
  tokenId: string | null;
  reference: string | null;
  purpose: string | null;
  /** The request still waits for a decision. */
  open: boolean;
  details: MessageDetails | null;
  createdAt: Moment;
  readAt: Moment | null;
}

interface Look {
  state: State;
  words: string | ((item: NotificationItem) => string);
}

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const whose = ({ mine }: NotificationItem) => (mine ? "Your request" : "A request");

function inDays({ details }: NotificationItem): string {
  const days = details?.days;
  return days === undefined ? "soon" : days === 1 ? "within a day" : `within ${days} days`;
}

function fromAddress({ details }: NotificationItem): string {
  return details?.address ? ` from ${details.address}` : "";
}

function rolesChanged({ details }: NotificationItem): string {
  const added = details?.added?.length ? `added ${list.format(details.added)}` : "";
  const removed = details?.removed?.length ? `removed ${list.format(details.removed)}` : "";
  const changes = [added, removed].filter(Boolean).join("; ");
  return changes ? `Your roles changed: ${changes}` : "Your roles changed";
}

const looks: Record<NotificationKind, Look> = {
  approval_requested: { state: "pending", words: "A request waits for your decision" },
  approval_reminder: { state: "expiring", words: "A request still waits for your decision" },
  request_approved: { state: "live", words: (item) => `${whose(item)} is approved` },
  request_rejected: { state: "refused", words: (item) => `${whose(item)} is rejected, with a note` },
  request_expired: { state: "ended", words: (item) => `${whose(item)} expired without a decision` },
  request_withdrawn: { state: "ended", words: "A request was withdrawn" },
  request_voided: {
    state: "ended",
    words: (item) => `${whose(item)} was voided: what it was for, or the right to ask for it, had ended`,
  },
  request_escalated: { state: "expiring", words: "Nobody has decided a request yet" },
  request_commented: { state: "pending", words: "A new comment on a request" },
  token_expiring: { state: "expiring", words: (item) => `A token expires ${inDays(item)}` },
  token_expired: { state: "ended", words: "A token expired" },
  token_rotated: { state: "live", words: "A token has a new secret" },
  token_revoked: { state: "ended", words: "A token was revoked" },
  network_expiring: { state: "expiring", words: (item) => `An Approved IP expires ${inDays(item)}` },
  address_refused: {
    state: "refused",
    words: (item) => `A token was refused${fromAddress(item) || " from an unapproved address"}`,
  },
  address_asked: {
    state: "pending",
    words: ({ details }) =>
      details?.dismissed
        ? `${details.address ?? "Your address"} will not be approved for now`
        : `Somebody asks to have ${details?.address ?? "an address"} approved`,
  },
  address_approved: {
    state: "live",
    words: ({ details }) => `${details?.address ?? "Your address"} is approved: Customers is open`,
  },
  emergency_opened: {
    state: "expiring",
    words: ({ details, mine }) =>
      mine
        ? `Your emergency access from ${details?.address ?? "your address"} is open`
        : `An emergency access${details?.address ? ` from ${details.address}` : ""} was opened; its review is open`,
  },
  emergency_review_due: { state: "expiring", words: "An emergency access still waits for its review" },
  new_sign_in: { state: "shown", words: (item) => `A new sign-in to your account${fromAddress(item)}` },
  email_changed: { state: "shown", words: "Your e-mail address changed" },
  roles_changed: { state: "shown", words: rolesChanged },
  settings_changed: { state: "shown", words: "Program Settings changed" },
  review_opened: { state: "pending", words: "The yearly review of tokens and addresses has begun" },
  review_reminder: {
    state: "expiring",
    words: (item) => `What the yearly review leaves unanswered expires ${inDays(item)}`,
  },
  review_owner: {
    state: "expiring",
    words: (item) => `Your tokens are under review and end ${inDays(item)} unless they are kept`,
  },
  review_closed: { state: "shown", words: "The yearly review is over" },
  token_reads_many: { state: "refused", words: "A token reads unusually much" },
  token_suspended: {
    state: "refused",
    words: "A token was suspended: it read more customers than its ceiling",
  },
  person_reads_many: {
    state: "refused",
    words: ({ details }) =>
      `A colleague saw ${details?.reading?.customers.toLocaleString("en") ?? "very many"} customers today`,
  },
};

const toDecide: readonly NotificationKind[] = [
  "approval_requested",
  "approval_reminder",
  "request_escalated",
];
const settled = { state: "ended", words: "You were asked to decide; it is settled" } as const;

/** How a notification looks and what it says; never a value, secret or code. */
export function notificationWords(item: NotificationItem): { state: State; words: string } {
  const { state, words } =
    toDecide.includes(item.kind) && !item.mine && !item.open ? settled : looks[item.kind];
  return { state, words: typeof words === "string" ? words : words(item) };
}

/** What a notification is about, in the words that its subject has. */
export function notificationSubject({ purpose, requestKind }: NotificationItem): string | null {
  if (requestKind === null || requestKind === "new_token") return purpose;
  return purpose ? `${requestKindWords[requestKind]}: ${purpose}` : requestKindWords[requestKind];
}

const places: Partial<Record<NotificationKind, string>> = {
  address_approved: "/customers",
  new_sign_in: "/profile/sessions",
  email_changed: "/profile/account",
  roles_changed: "/profile/account",
  settings_changed: "/settings/program/general",
  review_opened: "/review",
  review_reminder: "/review",
  review_owner: "/review",
  review_closed: "/review",
  person_reads_many: "/audit-log",
};

const grantsSecret = (kind: RequestKind | null) =>
  kind !== null && (secretRequestKinds as readonly RequestKind[]).includes(kind);

/** Where a notification leads: to its request, its token, or the page that its kind is about. */
export function notificationHref(item: NotificationItem): string {
  const { kind, accessRequestId, requestKind, mine, tokenId, details } = item;
  const place = places[kind];
  if (place) return place;
  if (kind === "address_asked") {
    if (details?.dismissed) return "/customers";
    return details?.askId ? `/settings/program/api?ask=${details.askId}` : "/settings/program/api";
  }
  const token = tokenId ? `/settings/program/api?token=${tokenId}` : null;
  if (requestKind === "break_glass" && mine) return "/customers";
  // Whoever asked has a secret to display there.
  if (kind === "request_approved" && mine && token && grantsSecret(requestKind)) return token;
  if (accessRequestId && !kind.startsWith("token_")) return `/requests/${accessRequestId}`;
  return token ?? "/requests";
}
