import { type Permission, permissions, securityPermissions } from "@/contracts/permissions";
import type { ChangeOf } from "@/contracts/request-kinds";
import { counted } from "@/contracts/words";
import type { ChangeAsked, RequestDetail } from "./request-detail";

export interface Check {
  ok: boolean;
  text: string;
}

/** What deserves a thought where a person, a role or the program changes. */
export function changeChecks(change: ChangeAsked, { requester, requestedFrom }: RequestDetail): Check[] {
  switch (change.kind) {
    case "user_roles":
      return [
        selfCheck(change.userId, requester),
        ...rightChecks(change.add.flatMap((role) => role.permissions)),
      ];
    case "role_permissions":
      return [holderCheck(change, requester), ...rightChecks(change.add)];
    case "user_email":
      return [selfCheck(change.userId, requester), domainCheck(change)];
    case "factor_reset":
      return [
        selfCheck(change.userId, requester),
        { ok: false, text: "Their password alone would then let them set up new ones" },
      ];
    case "break_glass":
      return [
        requestedFrom === change.address
          ? { ok: true, text: `${change.userName} asked from the address that it opens` }
          : { ok: false, text: "It was asked for from another address than it opens" },
        { ok: false, text: `No Approved IP covers ${change.address}: it opens for ${change.userName} alone` },
      ];
    case "program_settings":
      return [{ ok: false, text: "It weakens what holds for every token asked for from now on" }];
  }
}

function selfCheck(userId: string, requester: RequestDetail["requester"]): Check {
  return userId === requester.id
    ? { ok: false, text: `${requester.name} asks this for themselves` }
    : { ok: true, text: "Asked for by somebody else than it is for" };
}

function holderCheck(
  { holders, heldBy }: ChangeOf<"role_permissions">,
  requester: RequestDetail["requester"],
): Check {
  if (heldBy.some(({ id }) => id === requester.id)) {
    return { ok: false, text: `${requester.name} holds this role and would gain it too` };
  }
  return holders === 0
    ? { ok: true, text: "Nobody holds the role yet" }
    : { ok: false, text: `${counted(holders, "person gains", "people gain")} it at once` };
}

function rightChecks(held: readonly Permission[]): Check[] {
  return securityPermissions
    .filter((one) => held.includes(one))
    .map((one) => ({ ok: false, text: `Decides about other people’s access: ${permissions[one].label}` }));
}

const domainOf = (mailbox: string) => mailbox.slice(mailbox.lastIndexOf("@") + 1);

function domainCheck({ from, to }: ChangeOf<"user_email">): Check {
  return domainOf(from) === domainOf(to)
    ? { ok: true, text: `Both mailboxes are at ${domainOf(to)}` }
    : { ok: false, text: `The new mailbox is at another domain: ${domainOf(to)}` };
}
