import "server-only";
import { lockAndRequire } from "../access/require-still";
import type { PermittedContext } from "../context";
import { DomainError } from "../errors";
import { transact } from "../transact";
import { endNetwork, endToken } from "./end-access";

/** Ends a token for good, on every instance from this commit on (rule 10). */
export async function revokeToken(
  context: PermittedContext<"api_settings.manage">,
  input: { tokenId: string },
): Promise<void> {
  await transact(context, async (inside) => {
    await lockAndRequire(inside, "api_settings.manage");
    if (await endToken(inside, input.tokenId)) return;
    throw new DomainError("conflict", "This token is not live: it was revoked already, or never approved.");
  });
}

/** Ends one Approved IP for good, on every instance from this commit on (rule 10). */
export async function revokeNetwork(
  context: PermittedContext<"api_settings.manage">,
  input: { networkId: string },
): Promise<void> {
  await transact(context, async (inside) => {
    await lockAndRequire(inside, "api_settings.manage");
    if (await endNetwork(inside, input.networkId)) return;
    throw new DomainError("conflict", "This network was revoked already, or does not exist.");
  });
}
