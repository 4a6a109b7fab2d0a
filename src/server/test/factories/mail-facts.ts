import type { ApprovalFacts, Asked, AskedOfToken, MailedToken, MailFacts } from "@/contracts/mail-facts";
import type { RequestedChange } from "@/contracts/request-kinds";

const common = {
  to: "tomas.reyes@harbour.example",
  name: "Tomás Reyes",
  program: "Harbour Rewards",
  timeZone: "UTC",
  supportUrl: "https://help.harbour.example/new",
  url: "https://countersign.example/place",
};
const at = new Date("2026-11-25T09:00:00Z");
const lapsesAt = new Date("2026-12-01T08:00:00Z");
const id = "00000000-0000-4000-8000-000000000001";

const networks = [
  { text: "203.0.113.24", size: 1n, label: "" },
  { text: "198.51.100.0/24", size: 256n, label: "Quayside" },
  { text: "2001:db8:12::7", size: 1n, label: "" },
];

/** A new token, as its request asks for it. */
export const newToken: AskedOfToken = {
  kind: "new_token",
  reference: "ST-7F3K-9Q2M",
  scopes: ["customers:read", "fields:contact"],
  networks,
  ratePerMinute: 60,
  dailyLimit: 5000,
  distinctCeiling: 2500,
  tokenExpiresAt: new Date("2027-02-22T10:51:00Z"),
  overlapSeconds: 0,
  now: null,
};
const now = {
  ratePerMinute: 60,
  dailyLimit: 5000,
  distinctCeiling: 2500,
  tokenExpiresAt: newToken.tokenExpiresAt,
};
const none = { networks: [], now };
const securityAdmin = { id, name: "Security Admin", permissions: ["access_requests.decide" as const] };

/** Each kind of request once. */
export const everyAsked: { [Kind in Asked["kind"]]: Extract<Asked, { kind: Kind }> | AskedOfToken } = {
  new_token: newToken,
  networks: { ...newToken, kind: "networks", now },
  rotation: { ...newToken, ...none, kind: "rotation", overlapSeconds: 108_000 },
  renewal: { ...newToken, ...none, kind: "renewal", tokenExpiresAt: new Date("2027-08-01T00:00:00Z") },
  limits: { ...newToken, ...none, kind: "limits", ratePerMinute: 600 },
  lift_suspension: { ...newToken, ...none, kind: "lift_suspension" },
  user_roles: {
    kind: "user_roles",
    userId: id,
    userName: "Priya Natarajan",
    userEmail: "priya.natarajan@harbour.example",
    add: [securityAdmin],
  },
  role_permissions: {
    kind: "role_permissions",
    role: { id, name: "Night shift", permissions: [] },
    add: ["api_settings.manage"],
    holders: 3,
    heldBy: [{ id, name: "Lena Hoffmann" }],
  },
  user_email: {
    kind: "user_email",
    emailChangeId: id,
    userId: id,
    userName: "Lena Hoffmann",
    from: "lena.hoffmann@harbour.example",
    to: "lena@harbour.example",
  },
  factor_reset: {
    kind: "factor_reset",
    userId: id,
    userName: "Priya Natarajan",
    userEmail: "priya.natarajan@harbour.example",
    factors: 2,
  },
  break_glass: {
    kind: "break_glass",
    userId: id,
    userName: "Sam Whitlock",
    userEmail: "sam.whitlock@harbour.example",
    address: "192.0.2.10",
    minutes: 60,
  },
  program_settings: {
    kind: "program_settings",
    before: { widestIpv4: 24, tokenDays: 90 },
    after: { widestIpv4: 16, tokenDays: 120 },
  } satisfies RequestedChange,
};

export const approval: ApprovalFacts = {
  ...common,
  kind: "approval_requested",
  url: "https://countersign.example/requests/1#code=7K3MQ92XDT",
  code: "7K3MQ92XDT",
  requester: "Maya Okafor",
  purpose: "Tills, Quayside stores",
  asked: newToken,
  reason: "The tills look up members by phone at checkout (OPS-2214).",
  requestedAt: new Date("2026-11-24T10:51:00Z"),
  requestedFrom: "203.0.113.7",
  lapsesAt: new Date("2026-11-27T10:51:00Z"),
  digest: `9f3c1ae0${"0".repeat(48)}77b2d4c8`,
};
const ofRequest = { ...common, requester: "Maya Okafor", purpose: "Tills, Quayside stores", asked: newToken };
const decided = { ...ofRequest, decidedBy: "Priya Natarajan", decidedAt: at, note: null };
const token: MailedToken = {
  reference: "ST-7F3K-9Q2M",
  title: "Tills",
  signedPurpose: "Bulk export to a vendor",
  owner: "Maya Okafor",
  mine: false,
  ownerLeft: true,
};
const ofToken = { ...common, token };
const emergency = {
  ...common,
  person: "Sam Whitlock",
  approvedBy: "Maya Okafor",
  address: "192.0.2.10",
  reason: "The Pier 4 office lost its line and members stand at the desk.",
  startsAt: at,
  endsAt: lapsesAt,
};
const emails = { from: "lena.hoffmann@harbour.example", changesTo: "lena@harbour.example" };

const review = { openedAt: at, deadlineAt: lapsesAt, tokens: 8, networks: 32 };

/** Each kind of mail once. */
export const everyMail: MailFacts[] = [
  approval,
  { ...approval, kind: "approval_reminder" },
  { ...decided, kind: "request_approved", displayUntil: lapsesAt },
  { ...decided, kind: "request_rejected", note: "Ask for the two stores alone." },
  {
    ...ofRequest,
    kind: "request_escalated",
    mine: true,
    requestedAt: at,
    lapsesAt,
    reminders: 2,
    approvers: [
      { name: "Tomás Reyes", askedAt: at, mailFailed: true },
      { name: "Priya Natarajan", askedAt: at, mailFailed: false },
    ],
  },
  { ...ofRequest, kind: "request_commented", author: "Priya Natarajan", commentedAt: at },
  { ...common, kind: "invitation", invitedBy: "Ingrid Solberg", roles: ["Security Admin"], lapsesAt },
  { ...common, kind: "password_reset", lapsesAt },
  { ...common, ...emails, kind: "email_change_from", askedBy: null, lapsesAt },
  { ...common, ...emails, kind: "email_change_to", askedBy: "Ingrid Solberg", lapsesAt },
  { ...common, ...emails, kind: "email_changed", changedAt: at },
  {
    ...common,
    kind: "roles_changed",
    added: ["Staff"],
    removed: ["Security Manager"],
    by: "Ingrid Solberg",
    changedAt: at,
  },
  { ...common, kind: "new_sign_in", address: "198.51.100.9", browser: "Firefox on Linux", signedInAt: at },
  { ...common, kind: "factor_changed", change: "added", address: "198.51.100.9", changedAt: at },
  {
    ...common,
    kind: "audit_checkpoint",
    checkpoint: {
      format: "countersign-checkpoint-1",
      seq: "41200",
      hash: "9f3c1ae0".repeat(8),
      records: "1204511",
      signed_at: at.toISOString(),
      key_id: "k1",
      public_key: "77b2d4c8".repeat(8),
      signature: "0c6b".repeat(32),
    },
  },
  { ...emergency, kind: "emergency_opened" },
  { ...emergency, kind: "emergency_review_due" },
  { ...ofToken, kind: "token_expiring", expiresAt: lapsesAt, days: 7 },
  { ...ofToken, kind: "token_expired", expiresAt: lapsesAt, days: 0 },
  {
    ...ofToken,
    kind: "token_rotated",
    asked: "rotation",
    displayedBy: "Maya Okafor",
    displayedAt: at,
    approvedBy: "Tomás Reyes",
    oldEndsAt: lapsesAt,
  },
  { ...ofToken, kind: "token_revoked", revokedBy: "Maya Okafor", revokedAt: at },
  {
    ...ofToken,
    kind: "network_expiring",
    network: { text: "198.51.100.0/24", size: 256n, label: "Quayside" },
    expiresAt: lapsesAt,
  },
  { ...ofToken, kind: "address_refused", address: "192.0.2.66", firstAt: at, count: 12 },
  {
    ...ofToken,
    kind: "token_reads_many",
    reading: { what: "many", customers: 1260, against: 2500 },
    seenAt: at,
  },
  {
    ...ofToken,
    kind: "token_suspended",
    reading: { what: "ceiling", customers: 2504, against: 2500 },
    seenAt: at,
  },
  { ...common, kind: "person_reads_many", person: "Sam Whitlock", customers: 214, seenAt: at },
  {
    ...common,
    kind: "address_asked",
    asker: "Sam Whitlock",
    address: "192.0.2.10",
    note: "At the Pier 4 office this week.",
    askedAt: at,
  },
  { ...common, ...review, kind: "review_opened", unanswered: 40 },
  { ...common, ...review, kind: "review_reminder", unanswered: 17 },
  {
    ...common,
    kind: "review_owner",
    deadlineAt: lapsesAt,
    tokens: [
      { reference: token.reference, title: token.title, signedPurpose: token.signedPurpose, unanswered: 3 },
    ],
  },
  {
    ...common,
    ...review,
    kind: "review_closed",
    closedAt: lapsesAt,
    answers: { kept: 30, dropped: 4, expired: 5, ended: 1 },
  },
];
