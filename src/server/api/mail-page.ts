import "server-only";
import { idSchema } from "@/contracts/id";
import { isDomainError } from "../domain/errors";
import { mailOf } from "./mailbox-door";
import { plainRefusal } from "./plain-refusal";
import { createTrpcContext } from "./trpc/context";

const headers = { "content-type": "text/html; charset=utf-8" };

/** A mail's HTML for the frame of the mailbox page, as it would be sent; the edge bars its scripts and fetches. */
export async function mailPage(messageId: string): Promise<Response> {
  const id = idSchema.safeParse(messageId);
  if (!id.success) return notThere();
  try {
    const { service } = await createTrpcContext();
    const { html } = await mailOf(service, id.data);
    return new Response(html, { headers });
  } catch (error) {
    return isDomainError(error) ? notThere() : plainRefusal(error, "a mail could not be shown");
  }
}

const notThere = () => new Response("There is no such page.", { status: 404, headers });
