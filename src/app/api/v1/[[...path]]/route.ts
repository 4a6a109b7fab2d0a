import { publicApi } from "@/server/api/http/app";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

const handle = (request: Request) => publicApi.fetch(request);

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
