import { encode } from "next-auth/jwt";
import superjson from "superjson";

/** The cookie that a sign-in under this secret leaves in the browser, or the nth proof after it. */
export async function sessionCookie(sessionId: string, secret: string, no = 0): Promise<string> {
  const value = await encode({ token: { sid: sessionId, no }, secret, maxAge: 12 * 60 * 60 });
  return `countersign.session=${value}`;
}

/** Calls a procedure of a running application, as the browser with this cookie, from this address. */
export function callProcedure(
  origin: string,
  procedure: string,
  { cookie, from }: { cookie: string; from: string },
  input: object,
): Promise<Response> {
  return fetch(`${origin}/api/trpc/${procedure}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": from, cookie },
    body: JSON.stringify(superjson.serialize(input)),
  });
}
