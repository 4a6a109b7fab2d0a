import type { Operation } from "./library-context";

export interface ApiCall {
  method: Operation["method"];
  /** Path and query below /api/v1. */
  path: string;
  /** The one member of the body; null where the operation takes none. */
  body: Readonly<Record<string, string>> | null;
}

export interface Answer {
  status: number;
  /** "200 OK". */
  said: string;
  milliseconds: number;
  bytes: number;
  /** Indented where it is JSON. */
  body: string;
  requestId: string | null;
  /** Where a list goes on. */
  nextCursor: string | null;
}

/** Unlike encodeURIComponent alone it leaves nothing that a shell or a string in the samples would read. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** The call that the form describes; `by` is the identifier that a lookup goes by. */
export function callOf(operation: Operation, values: Readonly<Record<string, string>>, by: string): ApiCall {
  const value = (name: string) => (values[name] ?? "").trim();
  const path = operation.path.replace("{customerId}", encode(value("customerId")) || "cus_…");
  const query = namesIn(operation, "query").flatMap((name) => {
    const text = name === "fields" ? value(name).replaceAll(/\s/g, "") : value(name);
    return text === "" ? [] : [`${name}=${encode(text).replaceAll("%2C", ",")}`];
  });
  return {
    method: operation.method,
    path: query.length > 0 ? `${path}?${query.join("&")}` : path,
    body: operation.method === "POST" ? { [by]: value(by) } : null,
  };
}

/** The parameters that go into the path, the query or the body. */
export function namesIn(operation: Operation, place: "path" | "query" | "body"): string[] {
  return operation.parameters.filter((one) => one.place.startsWith(place)).map(({ name }) => name);
}

/** Calls the public endpoint from this browser, without the session's cookie: exactly what an outside system gets. */
export async function callApi(call: ApiCall, secret: string, signal: AbortSignal): Promise<Answer> {
  const { method, path, body } = call;
  const begun = performance.now();
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${secret}`,
      ...(body ? { "Content-Type": "application/json" } : {}),
    },
    body: body && JSON.stringify(body),
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    signal,
  });
  const text = await response.text();
  const json = parsed(text);
  return {
    status: response.status,
    said: `${response.status} ${response.statusText}`.trim(),
    milliseconds: Math.round(performance.now() - begun),
    bytes: new TextEncoder().encode(text).length,
    body: json === null ? text : JSON.stringify(json, null, 2),
    requestId: response.headers.get("X-Request-Id"),
    nextCursor: typeof json?.next_cursor === "string" ? json.next_cursor : null,
  };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
