/** Values that are planted once and looked for afterwards. */
export interface Planted {
  secret: string;
  /** An approval code, as a mail carries it. */
  code: string;
  /** A customer's e-mail address. */
  email: string;
  customerId: string;
}

interface WayIn {
  /** Below /api/v1. */
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** From an address that nobody approved. */
  elsewhere?: boolean;
}

/** Calls of the public API that carry the planted values, in their places and where they do not belong; the secret is the bearer of each. */
export function waysIn({ secret, code, email, customerId }: Planted): WayIn[] {
  const json = { "content-type": "application/json" };
  const lookup = { method: "POST", path: "/customers/lookup", headers: json };
  return [
    { path: `/customers/${customerId}` },
    { path: `/customers/${customerId}`, elsewhere: true },
    { path: "/customers?limit=5" },
    { path: `/customers?cursor=${code}` },
    { path: `/customers/${encodeURIComponent(email)}` },
    { path: `/customers/${customerId}?token=${secret}` },
    { path: `/token`, headers: { cookie: `secret=${secret}`, "user-agent": `${email} ${secret}` } },
    { ...lookup, body: JSON.stringify({ email }) },
    { ...lookup, body: JSON.stringify({ email, code }), elsewhere: true },
    { ...lookup, body: `{"email": "${email}", ` },
  ];
}
