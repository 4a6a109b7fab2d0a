"use client";

import { notify } from "@/components/toast";
import { trpc } from "@/trpc/client";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** Sends a request: says who can decide it, and reads anew what the page shows. False where it was refused. */
export function useAsk(reference: string) {
  const utils = trpc.useUtils();
  return async (what: string, send: () => Promise<{ asked: string[] }>): Promise<boolean> => {
    const sent = await send().catch(() => null);
    if (!sent) return false;
    notify.done(`${what} ${reference} was asked for`, {
      detail: `${list.format(sent.asked)} can decide it now.`,
    });
    await Promise.all([
      utils.securityTokens.invalidate(),
      utils.accessRequests.invalidate(),
      utils.addressAsks.invalidate(),
      utils.shell.status.invalidate(),
    ]);
    return true;
  };
}
