/** What happened, as the audit log says it; a test holds it against the closed list of actions. */
export const auditActionWords: Readonly<Record<string, string>> = {
  "setup.completed": "Set-up completed",
  "session.started": "Signed in",
  "session.refused": "Sign-in refused",
  "session.ended": "Session ended",
  "session.proved": "Password proved again",
  "session.proof_refused": "Password proof refused",
  "password.reset_requested": "Password reset asked for",
  "password.changed": "Password changed",
  "user.invited": "User invited",
  "user.invitation_resent": "Invitation sent again",
  "user.invitation_accepted": "Invitation accepted",
  "user.disabled": "User disabled",
  "user.enabled": "User enabled",
  "user.roles_changed": "Roles of a user changed",
  "role.created": "Role created",
  "role.changed": "Role changed",
  "role.deleted": "Role deleted",
  "token.generated": "Token generated",
  "token.discarded": "Token discarded",
  "token.displayed": "Secret displayed",
  "token.saved": "Secret saved",
  "token.renamed": "Token renamed",
  "token.revoked": "Token revoked",
  "network.revoked": "Address revoked",
  "request.submitted": "Request submitted",
  "request.opened": "Request opened",
  "request.approved": "Request approved",
  "request.rejected": "Request rejected",
  "request.withdrawn": "Request withdrawn",
  "request.expired": "Request expired",
  "request.voided": "Request voided",
  "request.decision_refused": "Decision refused",
  "code.resent": "Approval code sent again",
  "code.renewed": "Approval code renewed",
  "customer.read": "Customer read with a token",
  "customer.looked_up": "Customer looked up with a token",
  "customer.listed": "Customers listed",
  "customer.viewed": "Customer viewed",
  "customer.revealed": "Masked fields revealed",
  "token.described": "Token described to its caller",
  "audit.exported": "Audit log exported",
  "procedure.refused": "Page or action refused",
  "message.resent": "E-mail sent again",
};

const ruleWords: Readonly<Record<string, string>> = {
  ip_not_allowed: "address not approved",
  permission_missing: "not in the person's roles",
  not_found: "not found",
  code_wrong: "wrong approval code",
  code_expired: "approval code expired",
  proof_wrong: "wrong password",
  proof_required: "password not proved",
  credentials_wrong: "wrong e-mail or password",
  own_request: "one's own request",
  too_many_attempts: "too many attempts",
  token_revoked: "token ended",
  token_expired: "token expired",
  scope_missing: "scope missing",
  invalid_parameter: "parameter not valid",
  rate_limited: "too many in a minute",
  daily_limit_reached: "daily limit reached",
  customer_not_found: "no such customer",
};

const procedureWords: Readonly<Record<string, string>> = {
  "customers.search": "Customers",
  "customers.tiers": "Customers",
  "customers.view": "a customer",
  "customers.reveal": "masked fields of a customer",
  "developerApi.open": "Developer API",
  "audit.list": "Audit log",
};

/** The page or action behind a procedure, where people know it by another name. */
export const procedureWord = (procedure: string) => procedureWords[procedure] ?? procedure;

/** The reason of a refusal, in words where they are known. */
export const auditRuleWord = (rule: string) => ruleWords[rule] ?? rule.replaceAll("_", " ");
export const auditActionWord = (action: string) => auditActionWords[action] ?? action;
