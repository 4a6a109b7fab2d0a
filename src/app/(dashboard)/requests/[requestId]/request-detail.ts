import { type AskedFor, closedSentence, requestQuestion } from "@/components/request/request-question";
import { requestStateWords } from "@/components/request/request-state-chip";
import { addressesOf, type readNetworks } from "@/components/request/request-words";
import { requestKindWords } from "@/contracts/request-kinds";
import type { RouterOutputs } from "@/trpc/client";

export type RequestDetail = RouterOutputs["accessRequests"]["get"];
export type RequestNetwork = ReturnType<typeof readNetworks<RequestDetail["networks"][number]>>[number];
/** A request's token with what is asked for it. */
export type TokenAsked = NonNullable<RequestDetail["token"]>;
/** What is asked where it is not for a token. */
export type ChangeAsked = NonNullable<RequestDetail["change"]>;

/** What people call the request: its token's reference, or the kind of its change. */
export const requestName = ({ token, kind }: Pick<RequestDetail, "token" | "kind">) =>
  token?.reference ?? requestKindWords[kind];

/** The one sentence that can be answered; once it is closed, what came of it. */
export function sentenceOf(request: RequestDetail, networks: readonly RequestNetwork[]): string {
  const asked: AskedFor = { ...request, networks: networks.length, addresses: addressesOf(networks) };
  const question = requestQuestion(asked);
  return request.state === "pending" ? question : closedSentence(requestStateWords[request.state], question);
}
