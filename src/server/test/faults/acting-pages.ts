import type { IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { day } from "../../../contracts/day";
import { clientFacts } from "../../api/client-ip";
import { toRefusal } from "../../api/error-map";
import { requireFreshProof } from "../../domain/access/require-fresh-proof";
import { requirePermission } from "../../domain/access/require-permission";
import { approveAccessRequest } from "../../domain/access-request/decide-access-request";
import { submitAccessRequest } from "../../domain/access-request/submit-access-request";
import type { UserContext } from "../../domain/context";
import { DomainError } from "../../domain/errors";
import { confirmSecretSaved, displaySecret } from "../../domain/security-token/display-secret";
import { generateToken } from "../../domain/security-token/generate-token";
import { readSession } from "../../domain/session/read-session";
import type { Pages } from "../../http/pages";
import { runtime } from "../../runtime";

export const actSchema = z.discriminatedUnion("verb", [
  z.object({ verb: z.literal("submit"), sessionId: z.string() }),
  z.object({
    verb: z.literal("approve"),
    sessionId: z.string(),
    requestId: z.string(),
    digest: z.string(),
    code: z.string(),
  }),
  z.object({ verb: z.literal("display"), sessionId: z.string(), tokenId: z.string() }),
  z.object({ verb: z.literal("save"), sessionId: z.string(), tokenId: z.string() }),
]);
export type Act = z.infer<typeof actSchema>;

async function submit(context: UserContext) {
  const permitted = requirePermission(context, "api_settings.manage");
  const asked = {
    purpose: "Tills, Quayside stores",
    scopes: ["customers:read" as const],
    expiresAt: new Date(Date.now() + 30 * day),
  };
  const token = await generateToken(permitted, asked);
  const sent = await submitAccessRequest(permitted, {
    ...asked,
    tokenId: token.id,
    networks: [{ network: "198.51.100.0/28", label: "", expiresAt: null }],
    ratePerMinute: 60,
    dailyLimit: 100,
    reason: "The tills look up members by phone at checkout.",
  });
  return { tokenId: token.id, requestId: sent.requestId };
}

async function act(context: UserContext, asked: Act): Promise<unknown> {
  switch (asked.verb) {
    case "submit":
      return submit(context);
    case "approve":
      return approveAccessRequest(
        requireFreshProof(requirePermission(context, "access_requests.decide")),
        asked,
      );
    case "display":
      return displaySecret(requireFreshProof(requirePermission(context, "api_settings.manage")), asked);
    case "save":
      return confirmSecretSaved(requirePermission(context, "api_settings.manage"), asked);
  }
}

async function answer(req: IncomingMessage): Promise<unknown> {
  const asked = actSchema.parse(await json(req));
  const { db, keys, settings } = runtime();
  const { address: clientIp, requestId } = clientFacts();
  const actor = await readSession({ db }, asked.sessionId, { touch: true });
  if (actor?.kind !== "user") throw new DomainError("not_signed_in", "Sign in to go on.");
  return act({ actor, clientIp, requestId, db, keys, settings }, asked);
}

/** Stands where Next would: runs the verbs behind its procedures, as the person of a session, with their guards. */
export async function startPages(): Promise<Pages> {
  return {
    mount: async (req, res) => {
      try {
        const result = (await answer(req)) ?? null;
        res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ result }));
      } catch (error) {
        const { status, code } = toRefusal(error);
        res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ code }));
      }
    },
    upgrade: undefined,
    close: async () => {},
  };
}
