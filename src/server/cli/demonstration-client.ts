import "server-only";
import { createTRPCClient, httpLink, type TRPCClient } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "../api/trpc/root";

export interface DemonstrationPerson {
  trpc: TRPCClient<AppRouter>;
  signOut(): Promise<void>;
}

type Jar = Map<string, string>;

/** Signs in over HTTP as the sign-in page of a demonstration does, and speaks tRPC as its pages do. Errors say what to do. */
export async function signInAs(url: URL, email: string): Promise<DemonstrationPerson> {
  const jar: Jar = new Map();
  const csrfToken = await readCsrf(url, jar);
  await postForm(url, jar, "/api/auth/callback/demonstration", { csrfToken, email, json: "true" });
  if (![...jar.keys()].some((name) => name.endsWith("countersign.session"))) {
    throw new Error(`${url.origin} does not offer ${email}: only a demonstration on this machine does.`);
  }
  const trpc = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: new URL("/api/trpc", url),
        transformer: superjson,
        methodOverride: "POST",
        headers: () => ({ cookie: cookiesOf(jar), origin: url.origin }),
      }),
    ],
  });
  return {
    trpc,
    signOut: async () => {
      await postForm(url, jar, "/api/auth/signout", { csrfToken: await readCsrf(url, jar), json: "true" });
    },
  };
}

async function readCsrf(url: URL, jar: Jar): Promise<string> {
  const response = await call(url, jar, "/api/auth/csrf", {});
  const body = (await response.json().catch(() => null)) as { csrfToken?: string } | null;
  if (!response.ok || !body?.csrfToken) throw new Error(`What answers at ${url.origin} is not Countersign.`);
  return body.csrfToken;
}

async function postForm(url: URL, jar: Jar, path: string, fields: Record<string, string>): Promise<void> {
  await call(url, jar, path, { method: "POST", body: new URLSearchParams(fields).toString() });
}

async function call(url: URL, jar: Jar, path: string, init: RequestInit): Promise<Response> {
  const headers = {
    cookie: cookiesOf(jar),
    origin: url.origin,
    "content-type": "application/x-www-form-urlencoded",
  };
  const response = await fetch(new URL(path, url), { ...init, headers, redirect: "manual" }).catch(() => {
    throw new Error(`Nothing answers at ${url.origin}. Start Countersign first: npm start.`);
  });
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = ""] = cookie.split(";");
    const at = pair.indexOf("=");
    jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return response;
}

const cookiesOf = (jar: Jar) => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
