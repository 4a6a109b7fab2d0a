import "server-only";
import { Hono } from "hono";
import { clientFacts } from "../client-ip";
import { failure } from "./failure";
import { getCustomer } from "./get-customer";
import { getCustomers } from "./get-customers";
import { getToken } from "./get-token";
import { json } from "./json";
import { documentText } from "./openapi";
import { postLookup } from "./post-lookup";
import { problem } from "./problem";
import { refuseShape } from "./shape";

/**
 * The public API: one application of `Request → Response`, mounted by main.ts in front of Next and by Next's route
 * handler. Every operation takes every verb, since refusing one is its first step; no answer carries a CORS field.
 */
export const publicApi = new Hono().basePath("/api/v1");

publicApi.all("/customers", (c) => getCustomers(c.req.raw, clientFacts()));

publicApi.all("/customers/lookup", (c) => postLookup(c.req.raw, clientFacts()));

publicApi.all("/customers/:customerId", (c) =>
  getCustomer(c.req.raw, clientFacts(), c.req.param("customerId")),
);

publicApi.all("/token", (c) => getToken(c.req.raw, clientFacts()));

publicApi.all("/openapi.json", (c) => {
  const { requestId } = clientFacts();
  return refuseShape(c.req.raw, requestId) ?? json(documentText(), requestId, null);
});

publicApi.notFound(() => {
  const detail = "The public API has no such operation; /api/v1/openapi.json lists them.";
  return problem("not_found", clientFacts().requestId, { detail });
});

publicApi.onError((error) => failure(error, clientFacts().requestId));
