import { subscribe } from "node:diagnostics_channel";
import { appendFileSync } from "node:fs";

// Loaded before the application that browser tests run against: writes down every answer as it leaves, a line each, so
// that the last step can look through all of them. What `.next/static` serves is looked through where it lies.
const file = process.env.E2E_ANSWERS;

function keep(parts, chunk, encoding) {
  if (typeof chunk === "string")
    parts.push(Buffer.from(chunk, typeof encoding === "string" ? encoding : "utf8"));
  else if (chunk instanceof Uint8Array) parts.push(Buffer.from(chunk));
}

subscribe("http.server.request.start", ({ request, response }) => {
  const { method, url } = request;
  if (url.startsWith("/_next/static/")) return;
  const fromPage = request.headers["sec-fetch-mode"] !== undefined;
  const parts = [];
  for (const name of ["write", "end"]) {
    const original = response[name];
    response[name] = function kept(chunk, encoding, ...rest) {
      keep(parts, chunk, encoding);
      return original.call(this, chunk, encoding, ...rest);
    };
  }
  let written = false;
  const write = () => {
    if (written) return;
    written = true;
    const { statusCode: status } = response;
    const head = Object.entries(response.getHeaders()).map(([name, value]) => `${name}: ${value}`);
    const encoding = response.getHeader("content-encoding") ?? null;
    const body = Buffer.concat(parts).toString("base64");
    appendFileSync(file, `${JSON.stringify({ method, url, fromPage, status, head, encoding, body })}\n`);
  };
  response.once("finish", write);
  response.once("close", write);
});
