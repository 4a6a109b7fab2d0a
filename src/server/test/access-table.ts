import type { Permission } from "../../contracts/permissions";

/** Who may call a procedure, and what a call that gets past the guard looks like. */
export interface AccessRow {
  needs: "nobody" | "session" | readonly Permission[];
  /** Only from a live Approved IP. */
  approvedIp?: true;
  /** What the verb behind it checks besides, in words. */
  also?: string;
  input?: unknown;
}

const nobody = "00000000-0000-4000-8000-000000000000";
/** For either security role; of requests, which kinds each decides, the verb holds against the request. */
const eitherSecurity: AccessRow["needs"] = ["access_requests.decide", "api_settings.manage"];
const decides: AccessRow["needs"] = ["access_requests.decide"];
const manages: AccessRow["needs"] = ["api_settings.manage"];
/** Who decides, and who asks for anything. */
const asksOrDecides: AccessRow["needs"] = [
  "access_requests.decide",
  "api_settings.manage",
  "users.manage",
  "roles.manage",
];
const behindAddress: AccessRow["needs"] = ["customers.read", "customers.reveal", "developer_api.use"];
const inSight = "one's own, or of a kind that one decides or may ask for";
const digest = "0".repeat(64);
const own = "only one's own";
const half = "only one's own; also by who still owes a second factor";
const ofKind = "a Security Manager for an emergency access alone";
const putsOut = "a fresh proof, where it takes anything from who holds a security role";
const proof = "a fresh proof; never one's own request; the code from one's own mailbox";

/** Every procedure; a new one without a row fails the test beside it. */
export const accessTable: Record<string, AccessRow> = {
  "accessRequests.approve": {
    needs: eitherSecurity,
    also: `${proof}; ${ofKind}`,
    input: { requestId: nobody, digest, code: "0000000000" },
  },
  "accessRequests.comment": {
    needs: asksOrDecides,
    also: inSight,
    input: { requestId: nobody, text: "Why so wide?" },
  },
  "accessRequests.copy": { needs: manages, also: inSight, input: { requestId: nobody } },
  "accessRequests.get": { needs: asksOrDecides, also: inSight, input: { requestId: nobody } },
  "accessRequests.list": { needs: asksOrDecides, also: inSight, input: {} },
  "accessRequests.opened": { needs: eitherSecurity, also: inSight, input: { requestId: nobody } },
  "accessRequests.reject": {
    needs: eitherSecurity,
    also: `a fresh proof; never one's own request; ${ofKind}`,
    input: { requestId: nobody, digest, note: "Not this." },
  },
  "accessRequests.resendCode": {
    needs: eitherSecurity,
    also: `to one's own mailbox; ${ofKind}`,
    input: { requestId: nobody },
  },
  "accessRequests.withdraw": { needs: "session", also: own, input: { requestId: nobody } },
  "account.acceptInvitation": { needs: "nobody", also: "the link's secret" },
  "account.cancelEmailChange": { needs: "session", also: own },
  "account.cancelEmailChangeByLink": { needs: "nobody", also: "the secret of the old mailbox's link" },
  "account.changeEmail": { needs: "session", also: "a fresh proof; both mailboxes confirm" },
  "account.changePassword": { needs: "session", also: "one's own password" },
  "account.confirmEmailChange": { needs: "nobody", also: "the link's secret" },
  "account.emailChange": { needs: "session", also: own },
  "account.previewEmailChange": { needs: "nobody", also: "the link's secret" },
  "account.previewInvitation": { needs: "nobody", also: "the link's secret" },
  "account.previewPasswordReset": { needs: "nobody", also: "the link's secret" },
  "account.prove": { needs: "session", also: "one's own password" },
  "account.requestPasswordReset": { needs: "nobody" },
  "account.resetPassword": { needs: "nobody", also: "the link's secret" },
  "audit.chain": { needs: ["audit.read"] },
  "addressAsks.ask": { needs: behindAddress, also: "for the address one stands at", input: {} },
  "addressAsks.dismiss": { needs: manages, input: { askId: nobody, note: "Use the VPN." } },
  "addressAsks.get": { needs: manages, input: { askId: nobody } },
  "addressAsks.list": { needs: manages },
  "addressAsks.mine": { needs: behindAddress, also: own },
  "audit.get": { needs: ["audit.read"] },
  "audit.list": { needs: ["audit.read"], input: {} },
  "customers.reveal": { needs: ["customers.reveal"], approvedIp: true },
  "customers.search": { needs: ["customers.read"], approvedIp: true, input: {} },
  "customers.tiers": { needs: ["customers.read"], approvedIp: true },
  "customers.view": { needs: ["customers.read"], approvedIp: true, input: { customerId: "cus_0" } },
  "customers.whoSaw": { needs: ["audit.read"], approvedIp: true, input: { customerId: "cus_0" } },
  "developerApi.open": { needs: ["developer_api.use"], approvedIp: true },
  "emergencyAccess.ask": { needs: ["customers.read"], also: "for oneself, at the address one stands at" },
  "emergencyAccess.close": {
    needs: eitherSecurity,
    also: "a fresh proof; neither who asked nor who approved, while a third person could",
    input: { requestId: nobody, finding: "justified", note: "The line was down." },
  },
  "emergencyAccess.end": {
    needs: "session",
    also: "one's own; another's by either security role",
    input: { requestId: nobody },
  },
  "emergencyAccess.mine": { needs: ["customers.read"], also: own },
  "emergencyAccess.reviews": { needs: eitherSecurity },
  "emergencyAccess.show": { needs: asksOrDecides, also: inSight, input: { requestId: nobody } },
  "mailbox.get": { needs: "nobody", also: "on the server's own computer, where no provider sends the mail" },
  "mailbox.list": { needs: "nobody", also: "on the server's own computer, where no provider sends the mail" },
  "messages.choose": { needs: "session", also: own, input: { kind: "token_expiring", wanted: true } },
  "messages.failed": { needs: "session", also: "counts what concerns one's roles" },
  "messages.list": {
    needs: ["access_requests.decide", "api_settings.manage", "users.manage"],
    also: "the kinds that concern one's roles",
    input: {},
  },
  "messages.preferences": { needs: "session", also: own },
  "messages.resend": { needs: "session", also: "by what the message is about", input: { messageId: nobody } },
  "program.change": {
    needs: manages,
    also: "what weakens waits for a Security Admin",
    input: { changes: {} },
  },
  "program.show": { needs: ["program_settings.view"] },
  "reviews.drop": {
    needs: decides,
    also: "a fresh proof; before the deadline",
    input: { lineIds: [nobody], reason: "No longer needed." },
  },
  "reviews.keep": {
    needs: decides,
    also: "a fresh proof; before the deadline; never what one asked for oneself",
    input: { lineIds: [nobody] },
  },
  "reviews.lines": { needs: eitherSecurity, input: { roundId: nobody } },
  "reviews.open": { needs: eitherSecurity },
  "reviews.show": { needs: eitherSecurity, input: {} },
  "roles.change": { needs: ["roles.manage"], also: putsOut },
  "roles.create": { needs: ["roles.manage"] },
  "roles.delete": { needs: ["roles.manage"] },
  "roles.list": { needs: ["users.view"] },
  "secondFactor.beginApp": { needs: "session", also: half },
  "secondFactor.beginPasskey": { needs: "session", also: half },
  "secondFactor.beginProof": { needs: "session", also: half },
  "secondFactor.confirmApp": { needs: "session", also: half },
  "secondFactor.finishPasskey": { needs: "session", also: half },
  "secondFactor.list": { needs: "session", also: half },
  "secondFactor.proveApp": { needs: "session", also: half },
  "secondFactor.provePasskey": { needs: "session", also: half },
  "secondFactor.proveRecoveryCode": { needs: "session", also: half },
  "secondFactor.remove": {
    needs: "session",
    also: "a fresh proof; only one's own; one stays where it is required",
  },
  "secondFactor.renewRecoveryCodes": { needs: "session", also: "a fresh proof; only one's own" },
  "securityTokens.accepting": { needs: manages, input: { address: "203.0.113.7" } },
  "securityTokens.addNetworks": { needs: manages, also: "a live token" },
  "securityTokens.changeLimits": { needs: manages, also: "a live token" },
  "securityTokens.current": { needs: manages },
  "securityTokens.discard": { needs: manages, also: own, input: { tokenId: nobody } },
  "securityTokens.display": {
    needs: manages,
    also: "a fresh proof; only the requester",
    input: { tokenId: nobody },
  },
  "securityTokens.generate": { needs: manages },
  "securityTokens.get": { needs: manages, input: { tokenId: nobody } },
  "securityTokens.lift": { needs: manages, also: "a suspended token" },
  "securityTokens.list": { needs: manages, input: {} },
  "securityTokens.networks": { needs: manages, input: {} },
  "securityTokens.rename": {
    needs: manages,
    input: { tokenId: nobody, name: "", notes: "", notesBefore: "" },
  },
  "securityTokens.renew": { needs: manages, also: "a live token" },
  "securityTokens.revoke": { needs: manages, input: { tokenId: nobody } },
  "securityTokens.revokeNetwork": { needs: manages, input: { networkId: nobody } },
  "securityTokens.rotate": { needs: manages, also: "a live token" },
  "securityTokens.saved": { needs: manages, also: own, input: { tokenId: nobody } },
  "securityTokens.settings": { needs: manages },
  "securityTokens.submit": { needs: manages, also: own },
  "sessions.end": { needs: "session", also: own },
  "sessions.endOthers": { needs: "session", also: own },
  "sessions.list": { needs: "session", also: own },
  "setup.complete": { needs: "nobody", also: "the set-up code, while there is no user" },
  "setup.status": { needs: "nobody" },
  "shell.notifications": { needs: "session", also: own },
  "shell.readNotifications": { needs: "session", also: own },
  "shell.status": { needs: "session" },
  "users.assignRoles": { needs: ["users.manage"], also: putsOut },
  "users.cancelEmailChange": { needs: ["users.manage"], input: { userId: nobody } },
  "users.changeEmail": {
    needs: ["users.manage"],
    also: "a fresh proof; the new mailbox confirms, a Security Admin approves",
    input: { userId: nobody, email: "new@harbour.example", reason: "Their mailbox is gone." },
  },
  "users.disable": { needs: ["users.manage"], also: putsOut },
  "users.endSessions": { needs: ["users.manage"], also: putsOut },
  "users.enable": { needs: ["users.manage"] },
  "users.get": { needs: ["users.view"] },
  "users.invite": { needs: ["users.manage"] },
  "users.leaving": { needs: ["users.manage"], input: { userId: nobody } },
  "users.list": { needs: ["users.view"], input: {} },
  "users.resetFactors": {
    needs: ["users.manage"],
    also: "a fresh proof; never one's own; asks a Security Admin",
  },
  "users.resendInvitation": { needs: ["users.manage"] },
  "welcome.signIn": { needs: "nobody" },
};
