import "server-only";
import { ownPrefixes } from "../../../contracts/network";
import { isLiveNetwork } from "../../db/queries/networks";
import type { ApprovedIpContext, ServiceContext } from "../context";
import { DomainError } from "../errors";

/** Guarantee: returns only where the caller's address lies in a live Approved IP of any token, read now (rule 1). */
export async function requireApprovedIp<C extends ServiceContext>(context: C): Promise<ApprovedIpContext<C>> {
  if (!(await isApprovedIp(context))) {
    throw new DomainError(
      "ip_not_allowed",
      "This opens only from an address that a Security Admin has approved.",
      {
        client_ip: context.clientIp,
      },
    );
  }
  return context as ApprovedIpContext<C>;
}

/** Whether the caller's address lies in a live Approved IP; an unknown address never does. */
export async function isApprovedIp(context: ServiceContext): Promise<boolean> {
  if (context.clientIp === null) return false;
  return isLiveNetwork(context.db, ownPrefixes(context.clientIp));
}
