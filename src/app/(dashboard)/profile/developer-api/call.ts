export interface Answer {
  status: number;
  /** "200 OK". */
  said: string;
  milliseconds: number;
  bytes: number;
  /** Indented where it is JSON. */
  body: string;
  requestId: string | null;
}

/** Unlike encodeURIComponent alone it leaves nothing that a shell or a string in the samples would read. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** The path and query of a call, below /api/v1. */
export function pathOf(template: string, values: { customerId: string; fields: string }): string {
  const path = template.replace("{customerId}", encode(values.customerId) || "cus_…");
  const fields = values.fields.replaceAll(/\s/g, "");
  const takesFields = template.includes("{customerId}") && fields !== "";
  return takesFields ? `${path}?fields=${encode(fields).replaceAll("%2C", ",")}` : path;
}

/** Calls the public endpoint from this browser, without the session's cookie: exactly what an outside system gets. */
export async function callApi(path: string, secret: string, signal: AbortSignal): Promise<Answer> {
  const begun = performance.now();
  const response = await fetch(`/api/v1${path}`, {
    headers: { Authorization: `Bearer ${secret}` },
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    signal,
  });
  const text = await response.text();
  return {
    status: response.status,
    said: `${response.status} ${response.statusText}`.trim(),
    milliseconds: Math.round(performance.now() - begun),
    bytes: new TextEncoder().encode(text).length,
    body: indented(text),
    requestId: response.headers.get("X-Request-Id"),
  };
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
